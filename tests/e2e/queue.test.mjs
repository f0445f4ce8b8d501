// Commands before and after the loader, and a shop whose own script is slower than cobuy.

import assert from 'node:assert/strict';
import { journey, plainPage } from './common/journey.mjs';
import { buttonOf, cardsOf, reaches, seenCards, seenKeys } from './common/shelf.mjs';
import { loaderTag } from './common/sites.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';
const SLOT = `<main><cobuy-shelf placement="pdp" product="${TENT}"><p>Something else</p></cobuy-shelf></main>`;
const EARLY = `
window.added = [];
(window.cobuy = window.cobuy || []).push(['texts', { add: 'Into the basket' }]);
window.cobuy.push(['host', { add: (lines) => void window.added.push(...lines), currency: 'EUR', country: 'IE', taxDisplay: 'included' }]);`;

journey(
  'commands from before the loader',
  { files: { '/early.js': EARLY, '/early.html': plainPage(SLOT, { tag: `<script src="/early.js"></script>${loaderTag('shop')}` }) } },
  async ({ page, open }) => {
    await open('/early.html');
    await cardsOf(page).nth(2).waitFor();
    const button = page.locator('cobuy-shelf').getByRole('button', { name: /^Into the basket: / }).first();
    await button.click();
    await page.waitForFunction(() => Reflect.get(window, 'added').length === 1);
    await page.locator('cobuy-shelf [data-state=added]').waitFor();
    assert.equal(await page.locator('cobuy-shelf [part=undo]:visible').count(), 0, 'nobody can take it out again');
  },
);

journey(
  'commands from after the loader',
  { files: { '/late.html': plainPage(SLOT, { tag: loaderTag('shop') }), '/early.js': EARLY } },
  async ({ page, open }) => {
    await open('/late.html');
    await cardsOf(page).nth(2).waitFor();
    assert.equal(await page.locator('cobuy-shelf [part=action]:visible').count(), 0, 'nobody can add yet');
    await page.evaluate((path) => import(path), '/early.js');
    await page.locator('cobuy-shelf [part=action]:visible').nth(2).waitFor();
    const key = await cardsOf(page).first().getAttribute('data-key');
    await buttonOf(page, key ?? '').click();
    await reaches(page, key ?? '', 'added');
  },
);

journey('a shop whose script comes after the wasm', {}, async ({ page, open, server, requested }) => {
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  server.overrides.set('/assets/host.js', { hold: new Promise((resolve) => (release = resolve)) });
  const wasm = page.waitForResponse((response) => response.url().endsWith('/cobuy-full.wasm'));
  await page.goto(`${server.origin}/products/${TENT}.html`, { waitUntil: 'commit' });
  await (await wasm).finished();
  assert.ok(requested('/recs/v1/base.bin'));
  release();
  const first = (await seenCards(page)).find(({ button }) => button === 'Add to cart');
  assert.ok(first);
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await page.waitForFunction(() => localStorage.getItem('cobuy.v1') !== null);
  await buttonOf(page, first.key).click();
  await reaches(page, first.key, 'added');
  await open(`/products/${TENT}.html`);
  assert.ok(!(await seenKeys(page)).includes(first.key), 'the cart is known');
});
