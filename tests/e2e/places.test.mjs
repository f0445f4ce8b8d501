// Where the widget's files may lie: at another origin than the page, and in folders of their own that the tag names. What is
// fetched later comes from where the file lies that asks for it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { journey, plainPage } from './common/journey.mjs';
import { built, ICON } from './common/own.mjs';
import { serve } from './common/server.mjs';
import { seenCards } from './common/shelf.mjs';
import { ROOT } from './common/sites.mjs';

const DIST = join(ROOT, 'pkg/dist');
const cdn = await serve({ root: DIST, headers: { 'Access-Control-Allow-Origin': '*' } });
after(() => cdn.close());

const RULES = `
[[bundle]]
id = "two-tents"
products = ["tent", "palace"]
percent = 10
`;
const HOST = `(window.cobuy = window.cobuy || []).push(['host', {
  page: () => ({ type: 'product', product: 'tent' }),
  add: () => {},
  variants: () => [{ id: 'red', title: 'Red' }, { id: 'blue', title: 'Blue' }],
  live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: 2000, variants: key === 'lamp' ? 2 : 1 }])),
}]);`;
const STYLE = 'cobuy-bundle { --cobuy-bundle-reserve: 640px }';
const BODY = '<cobuy-shelf placement="pdp" product="tent"></cobuy-shelf><cobuy-bundle product="tent"></cobuy-bundle><cobuy-added></cobuy-added>';

/** A page with the whole widget. @param {string} origin of the files @param {string} attributes of the tag */
const page = (origin, attributes) =>
  plainPage(BODY, {
    tag: `<link rel="stylesheet" href="${origin}/themes/cobuy.css"><link rel="stylesheet" href="/own.css"><script src="/host.js"></script>
<script async src="${origin}/cobuy.js" data-snapshot="/rules/" data-k="0" ${attributes}></script>`,
  });

/** List, set and variants, each of which is more than one file. @param {import('./common/journey.mjs').Visit} visit */
async function shops({ page }) {
  await seenCards(page, 'cobuy-shelf');
  await page.locator('cobuy-bundle [part=total]').waitFor();
  const lamp = page.locator('cobuy-shelf [data-key=lamp]').first();
  await lamp.locator('[part=action]').click();
  await lamp.locator('select').waitFor();
}

const LATER = ['cobuy-core-full.js', 'cobuy-full.wasm', 'hosts/generic.js', 'cobuy-buy.js', 'elements/dialogs.js'];
const FILES = { '/host.js': HOST, '/own.css': STYLE, ...ICON };

journey(
  'from a foreign origin',
  {
    root: DIST,
    units: 'all',
    policy: `default-src 'none'; script-src 'self' ${cdn.origin} 'wasm-unsafe-eval'; connect-src 'self' ${cdn.origin}; img-src 'self'; style-src 'self' ${cdn.origin}; require-trusted-types-for 'script'`,
    files: { '/index.html': page(cdn.origin, ''), ...FILES },
    faults: built(RULES),
  },
  async (visit) => {
    await visit.open('/index.html');
    await shops(visit);
    assert.deepEqual(LATER.filter((name) => !cdn.requests.includes(`/${name}`)), []);
    assert.deepEqual(LATER.filter((name) => visit.requested(`/${name}`)), []);
  },
);

/** Copies of files in another folder. @param {string} folder @param {string[]} names @returns {NonNullable<import('./common/server.mjs').Options['overrides']>} */
const copies = (folder, names) =>
  Object.fromEntries(
    names.map((name) => {
      const type = name.endsWith('.js') ? 'text/javascript' : 'application/wasm';
      return [`${folder}/${name}`, { body: readFileSync(join(DIST, name)), type }];
    }),
  );

journey(
  'from folders that the tag names, relative to the page',
  {
    root: DIST,
    units: 'all',
    files: { '/shop/index.html': page('', 'data-core="code/cobuy-core.js" data-wasm="/wasm/cobuy.wasm" data-host="../own/hosts/generic.js"'), ...FILES },
    faults: {
      ...built(RULES),
      ...copies('/shop/code', ['cobuy-core.js', 'cobuy-core-full.js', 'cobuy-buy.js', 'elements/dialogs.js']),
      ...copies('/wasm', ['cobuy.wasm', 'cobuy-full.wasm']),
      ...copies('/own', ['hosts/generic.js']),
    },
  },
  async (visit) => {
    await visit.open('/shop/index.html');
    await shops(visit);
    for (const path of ['/shop/code/cobuy-core-full.js', '/wasm/cobuy-full.wasm', '/own/hosts/generic.js', '/shop/code/cobuy-buy.js', '/shop/code/elements/dialogs.js']) {
      assert.ok(visit.requested(path), path);
    }
    assert.deepEqual(LATER.filter((name) => visit.requested(`/${name}`)), []);
  },
);
