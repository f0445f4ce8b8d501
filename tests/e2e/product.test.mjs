// The product page: what a shopper sees, what it is made of, and that it makes sense.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { addFromPage, picturesArrive, seenCards, seenKeys } from './common/shelf.mjs';
import { explain, productsOf, SHOPS } from './common/sites.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';
const VIEWPORTS = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

for (const viewport of VIEWPORTS) {
  journey(`a product page shows whole cards at ${viewport.width} px`, { context: { viewport } }, async ({ page, open, record }) => {
    await open(`/products/${TENT}.html`);
    const cards = await seenCards(page);
    const titles = new Map(productsOf('shop').map(({ key, title }) => [key, title]));
    for (const { key, title, price, reason, button } of cards) {
      assert.equal(title, titles.get(key));
      assert.match(price, /^(from )?€\d+\.\d\d/);
      assert.match(reason, /^(In \d+ % of orders with this|Bought together with this)$/);
      assert.match(button, /^(Add to cart|Choose)$/);
    }
    await picturesArrive(page);
    await page.getByRole('heading', { name: 'Often bought together', level: 2 }).waitFor();
    await record.heard('cobuy-view');
  });
}

for (const shop of SHOPS) {
  journey(`${shop}: what is shown is what the native engine ranks`, { shop }, async ({ page, open }) => {
    for (const { key } of productsOf(shop).filter((_, position) => position % 40 === 0)) {
      const { keys } = explain(shop, { product: key });
      if (keys.length === 0) continue;
      await open(`/products/${key}.html`);
      // The page hears from the shop what is sold out after it has drawn; the native engine knows the snapshot's word.
      const shown = (await seenCards(page)).filter(({ button }) => button !== 'Sold out').map((card) => card.key);
      assert.ok(shown.length >= 3);
      assert.deepEqual(shown, keys.slice(0, shown.length), key);
    }
  });
}

journey('a tent brings what a tent needs', {}, async ({ page, open }) => {
  await open(`/products/${TENT}.html`);
  const keys = await seenKeys(page);
  const needs = /footprint|pegs|guy-line|mallet|sleeping-bag|mat\b|seam-sealer/;
  assert.ok(keys.filter((key) => needs.test(key)).length >= 3, keys.join(', '));
});

journey('neither the page\'s product nor the cart is recommended', {}, async ({ page, open }) => {
  await open(`/products/${TENT}.html`);
  const before = await seenKeys(page);
  assert.ok(!before.includes(TENT));
  await open(`/products/${before[1]}.html`);
  await addFromPage(page);
  await open(`/products/${TENT}.html`);
  const now = await seenKeys(page);
  assert.ok(!now.includes(before[1]) && !now.includes(TENT), now.join(', '));
});
