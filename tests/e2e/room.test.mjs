// Room: what a person sees never moves, whatever the slot holds.

import assert from 'node:assert/strict';
import { journey, plainPage } from './common/journey.mjs';
import { cardsOf } from './common/shelf.mjs';
import { loaderTag } from './common/sites.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';

/** @param {string} style of the slot @param {string} fallback */
const files = (style, fallback) => ({
  '/room.html': plainPage(
    `<main><p>Before</p><cobuy-shelf product="${TENT}">${fallback}</cobuy-shelf><p id="after">After</p><div id="tall"></div></main>`,
    { head: '<link rel="stylesheet" href="/room.css">', tag: loaderTag('shop') },
  ),
  '/room.css': `cobuy-shelf { ${style} } #tall { height: 4000px }`,
});

/** @param {import('playwright-core').Page} page */
const height = (page) => page.locator('cobuy-shelf').evaluate((slot) => slot.getBoundingClientRect().height);

journey('too little room on screen: the slot stays closed', { files: files('min-block-size: 60px', '<p>Fallback</p>') }, async ({ page, open, record }) => {
  await open('/room.html');
  const empty = /** @type {any} */ (await record.heard('cobuy-empty')).detail;
  assert.equal(empty.code, 'no-room');
  await page.getByText('Fallback').waitFor();
  assert.equal(await cardsOf(page).filter({ visible: true }).count(), 0);
  assert.equal(await height(page), 60);
});

journey(
  'too little room, but below the screen: the slot opens',
  { files: { ...files('min-block-size: 60px; margin-top: 850px', '<p>Fallback</p>') } },
  async ({ page, open, record }) => {
    await open('/room.html');
    await record.heard('cobuy-ready');
    await cardsOf(page).nth(2).waitFor();
    assert.ok((await height(page)) > 300);
  },
);

journey('less fallback than is reserved', { files: files('', '<p>Fallback</p>') }, async ({ page, open }) => {
  await open('/room.html');
  await cardsOf(page).nth(2).waitFor();
  assert.equal(await height(page), 504);
});

journey('more fallback than the list needs', { files: files('', '<div id="high">Fallback</div><link rel="stylesheet" href="/high.css">') }, async ({ page, open, server }) => {
  server.overrides.set('/high.css', { body: '#high { height: 700px }', type: 'text/css' });
  await open('/room.html');
  await cardsOf(page).nth(2).waitFor();
  assert.equal(await height(page), 700);
  assert.ok(await page.locator('#after').isVisible());
});
