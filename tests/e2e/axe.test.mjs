// The audit of the journeys itself: it looks at what a person sees, not at a layer halfway in.

import assert from 'node:assert/strict';
import { isAccessible } from './common/axe.mjs';
import { journey, plainPage } from './common/journey.mjs';
import { ICON } from './common/own.mjs';

const LAYER = `const root = document.querySelector('#layer').attachShadow({ mode: 'open' });
const sheet = new CSSStyleSheet();
sheet.replaceSync('p { animation: come 1s linear; } @keyframes come { from { opacity: 0; } }');
root.adoptedStyleSheets = [sheet];
root.append(Object.assign(document.createElement('p'), { textContent: 'Something to go with it?' }));`;
const page = (/** @type {string} */ body) => plainPage(`<main><h1>A page</h1>${body}</main>`);

journey('what fades in is looked at when it is there', {
  files: { '/layer.html': page('<div id="layer"></div><script src="/layer.js"></script>'), '/layer.js': LAYER, ...ICON },
}, async ({ page, open }) => {
  await open('/layer.html');
  await isAccessible(page, 'body');
});

journey('what stays pale is found', {
  files: { '/pale.html': page('<p class="pale">Hardly to be read</p>').replace('</head>', '<link rel="stylesheet" href="/pale.css"></head>'), '/pale.css': '.pale { opacity: 0.2; }', ...ICON },
}, async ({ page, open }) => {
  await open('/pale.html');
  await assert.rejects(isAccessible(page, 'body'), /color-contrast/);
});
