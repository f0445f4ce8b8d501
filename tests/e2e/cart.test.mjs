// The cart page: what goes with everything in it, beside money, where nothing may move.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { addFromPage, buttonOf, cardsOf, fallbackStands, reaches, seenCards, seenKeys } from './common/shelf.mjs';
import { explain, productsOf, SHOPS } from './common/sites.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';

/** Puts products into the cart as a shopper does. @param {import('./common/journey.mjs').Visit} visit @param {string[]} keys */
async function fillCart({ page, open }, keys) {
  for (const [position, key] of keys.entries()) {
    await open(`/products/${key}.html`);
    await addFromPage(page);
    await page.locator('[data-cart-count]', { hasText: String(position + 1) }).waitFor();
  }
}

for (const shop of SHOPS) {
  journey(`${shop}: the cart page shows what goes with the cart`, { shop }, (visit) => cartPage(shop, visit));
}

/** @param {string} shop @param {import('./common/journey.mjs').Visit} visit */
async function cartPage(shop, visit) {
  const { page, open, record, shopMoves } = visit;
  const single = new Set(productsOf(shop).flatMap(({ key, variants }) => (variants.length === 1 ? [key] : [])));
  const cart = explain(shop, { product: TENT }).keys.filter((key) => single.has(key)).slice(0, 2);
  await fillCart(visit, cart);
  await shopMoves(() => open('/cart.html'));
  await page.locator('cobuy-shelf').scrollIntoViewIfNeeded();
  const shown = await seenCards(page);
  await page.getByRole('heading', { name: 'Goes with your cart', level: 2 }).waitFor();
  for (const { key, reason } of shown) {
    assert.ok(!cart.includes(key), key);
    assert.match(reason, /^(In \d+ % of orders with|Bought with) /);
  }
  assert.deepEqual(shown.map(({ key }) => key), explain(shop, { placement: 'cart', cart }).keys);

  const addable = shown.find(({ button }) => button === 'Add to cart');
  assert.ok(addable);
  await shopMoves(async () => {
    await buttonOf(page, addable.key).click();
    await reaches(page, addable.key, 'added');
    await page.locator('[data-cart]').getByText(addable.title, { exact: true }).waitFor();
  });
  await record.heard('cobuy-added');
  assert.deepEqual(await seenKeys(page), shown.map(({ key }) => key), 'a list on screen keeps its order');
}

journey('an empty cart has no list', {}, async ({ page, open, record, shopMoves }) => {
  await shopMoves(() => open('/cart.html'));
  const empty = /** @type {any} */ (await record.heard('cobuy-empty')).detail;
  assert.deepEqual([empty.placement, empty.code], ['cart', 'no-signal']);
  await fallbackStands(page, 'What most people take home');
  assert.equal(await cardsOf(page).count(), 0);
});
