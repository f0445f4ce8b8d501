// What is fetched, when, and that nothing waits that need not.

import assert from 'node:assert/strict';
import { journey, plainPage } from './common/journey.mjs';
import { cardsOf, seenCards } from './common/shelf.mjs';
import { loaderTag } from './common/sites.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';
const HEAVY = ['/cobuy/cobuy-core-full.js', '/cobuy/hosts/generic.js', '/cobuy/cobuy-full.wasm', '/recs/v1/base.bin'];
const isShard = (/** @type {string} */ path) => path.startsWith('/recs/v1/s/');

for (const held of HEAVY) {
  journey(`nothing waits for ${held}`, {}, async ({ page, open, server }) => {
    /** @type {(value?: unknown) => void} */
    let release = () => {};
    server.overrides.set(held, { hold: new Promise((resolve) => (release = resolve)) });
    const others = HEAVY.filter((path) => path !== held).map((path) => page.waitForResponse((it) => it.url().endsWith(path)));
    const shard = page.waitForResponse((it) => isShard(new URL(it.url()).pathname));
    await open(`/products/${TENT}.html`);
    await Promise.all([...others, shard]);
    assert.equal(await cardsOf(page).count(), 0);
    release();
    await seenCards(page);
  });
}

const TALL = plainPage(
  `<div class="tall"></div><cobuy-shelf placement="pdp" product="${TENT}"></cobuy-shelf><div class="tall"></div>`,
  { head: '<link rel="stylesheet" href="/tall.css">', tag: loaderTag('shop') },
);

journey(
  'nothing heavy starts before the slot is within 400 px',
  {
    files: { '/tall.html': TALL, '/tall.css': '.tall { height: 3000px } body { margin: 0 }' },
  },
  async ({ page, open, requested }) => {
    await open('/tall.html');
    const heavy = () => HEAVY.filter(requested);
    await page.waitForLoadState('load');
    await page.waitForFunction(() => !!customElements.get('cobuy-shelf'));
    const top = await page.locator('cobuy-shelf').evaluate((slot) => slot.getBoundingClientRect().top);
    const comeTo = (/** @type {number} */ distance) =>
      page.evaluate(
        (y) =>
          new Promise((resolve) => {
            scrollTo(0, y);
            requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          }),
        top - 800 - distance,
      );
    await comeTo(450);
    assert.deepEqual(heavy(), []);
    await comeTo(350);
    await cardsOf(page).nth(2).waitFor();
    assert.deepEqual(heavy(), HEAVY);
  },
);

journey('every file is fetched once', {}, async ({ page, open, server }) => {
  await open(`/products/${TENT}.html`);
  await seenCards(page);
  const count = (/** @type {string} */ path) => server.requests.filter((request) => request === path).length;
  for (const path of HEAVY) assert.equal(count(path), 1, path);
  assert.equal(server.requests.filter(isShard).length, new Set(server.requests.filter(isShard)).size);
});
