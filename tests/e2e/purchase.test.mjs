// A whole purchase, and every guard-rail on its way: what is never recommended, how many lists a page has, who is left
// alone, and that the last step is the shopper's.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { TENT, WITH_TENT } from './common/placements.mjs';
import { addFromPage, placesOrder } from './common/shelf.mjs';

/** @typedef {import('./common/journey.mjs').Visit} Visit */

/** Opens a page, walks it from top to bottom, and reads every list or its silence. @param {Visit} visit @param {string} path */
async function listsOf({ page, open, shopMoves }, path) {
  await shopMoves(async () => {
    await open(path);
    await page.waitForFunction(() => 'session' in (Reflect.get(window, 'cobuy') ?? {}));
    for (const slot of await page.locator('main cobuy-shelf:not([hidden]), main cobuy-bundle').all()) {
      await slot.scrollIntoViewIfNeeded();
      await page.waitForFunction((element) => /** @type {any} */ (window).told.has(element), await slot.elementHandle());
    }
  });
  return read(page);
}

/** @param {import('playwright-core').Page} page @returns {Promise<{ name: string, keys: string[], code: string }[]>} */
const read = (page) =>
  page.evaluate(() =>
    [.../** @type {any} */ (window).told].filter(([element]) => element.isConnected).map(([element, detail]) => ({
      name: [element.localName, element.getAttribute('placement'), element.getAttribute('relation')].filter(Boolean).join(' '),
      keys: detail.items.map((/** @type {any} */ item) => item.key),
      code: detail.code,
    })),
  );

/** Keeps the last word of every list. @param {Visit} visit */
const listen = ({ page }) =>
  page.addInitScript(() => {
    const told = new Map();
    Object.assign(window, { told });
    for (const name of ['cobuy-ready', 'cobuy-empty']) addEventListener(name, (event) => told.set(event.target, /** @type {CustomEvent} */ (event).detail));
  });

/** The shop states this from now on. @param {Visit} visit @param {object} facts */
const state = ({ page }, facts) => page.evaluate((text) => localStorage.setItem('shop.facts.v1', text), JSON.stringify(facts));

/** @param {{ keys: string[] }[]} lists */
const shown = (lists) => lists.flatMap(({ keys }) => keys);
/** @param {{ keys: string[], code: string }[]} lists @param {string} code */
const allSilent = (lists, code) => lists.length > 0 && lists.every((list) => list.keys.length === 0 && list.code === code);

journey('from the home page to the thank-you page', { units: 'all' }, async (visit) => {
  const { page, shopMoves } = visit;
  await listen(visit);
  const home = await listsOf(visit, '/');
  assert.ok(home.filter(({ keys }) => keys.length).length <= 3, 'more than three units');

  // The product page: not the product itself but in its own set, nothing twice, at most three units.
  const product = await listsOf(visit, `/products/${TENT}.html`);
  const units = product.filter(({ keys }) => keys.length);
  assert.ok(units.length >= 2 && units.length <= 3, JSON.stringify(product));
  for (const { name, keys } of units) assert.ok(name === 'cobuy-bundle' || !keys.includes(TENT), name);
  assert.equal(new Set(shown(units)).size, shown(units).length, 'a product stands twice');

  // What sold out a moment ago is gone from every list.
  const lost = shown(units.filter(({ name }) => name === 'cobuy-shelf pdp'))[0];
  await state(visit, { sold_out: lost });
  const without = await listsOf(visit, `/products/${TENT}.html`);
  const sold = page.locator(`[data-key="${lost}"] [data-state=sold-out]`);
  assert.ok(!shown(without).includes(lost) || (await sold.count()) > 0);
  await state(visit, {});

  // What is in the cart is not recommended any more.
  await addFromPage(page);
  await page.keyboard.press('Escape');
  for (const key of WITH_TENT.slice(0, 2)) {
    await visit.open(`/products/${key}.html`);
    await addFromPage(page);
  }
  const inCart = [TENT, ...WITH_TENT.slice(0, 2)];
  const cart = await listsOf(visit, '/cart.html');
  assert.ok(shown(cart).length >= 2, JSON.stringify(cart));
  assert.ok(!shown(cart).some((key) => inCart.includes(key)));

  // Whoever has other worries is left alone.
  for (const fact of ['support_case_open', 'price_raised', 'at_risk', 'opted_out']) {
    await state(visit, { [fact]: true });
    assert.ok(allSilent(await listsOf(visit, '/cart.html'), 'suppressed-by-host'), fact);
  }
  await state(visit, {});

  // The checkout is quiet at payment.
  await listsOf(visit, '/checkout.html');
  for (const field of await page.locator('[data-checkout] input[required]:visible').all()) {
    await field.fill((await field.getAttribute('type')) === 'email' ? 'shopper@example.com' : 'Something 1');
  }
  assert.equal(await page.locator('cobuy-shelf input:checked').count(), 0, 'nothing is ticked for the shopper');
  await shopMoves(async () => {
    await page.getByRole('button', { name: 'On to payment' }).click();
    await page.waitForFunction(() => [.../** @type {any} */ (window).told.values()].at(-1)?.code === 'at-payment');
  });
  assert.equal(await page.locator('cobuy-shelf [part=card]:visible').count(), 0);

  // After the order: nothing that was just bought.
  await page.getByRole('button', { name: 'Place the order' }).click();
  await page.waitForURL('**/thank-you.html');
  const after = await listsOf(visit, '/thank-you.html');
  assert.ok(!shown(after).some((key) => inCart.includes(key)), JSON.stringify(after));
});

journey('what was bought comes back once it is used up, and nothing else does', { units: 'all' }, async (visit) => {
  const { page, shopMoves } = visit;
  const batteries = 'aa-batteries-8-pack';
  await listen(visit);
  for (const key of [batteries, TENT]) {
    await visit.open(`/products/${key}.html`);
    await addFromPage(page);
  }
  await placesOrder(visit);
  /** Opens the home page so many hours later, and waits for the list or its silence. @param {string} hours @param {string} relation */
  const later = async (hours, relation) => {
    await state(visit, { clock: hours });
    await shopMoves(async () => {
      await visit.open('/');
      const told = (/** @type {string} */ relation) => [.../** @type {any} */ (window).told.keys()].some((list) => list.getAttribute('relation') === relation);
      await page.waitForFunction(told, relation);
    });
    return (await read(page)).find(({ name }) => name.endsWith(relation));
  };
  const tomorrow = await later('24', 'viewed');
  assert.ok(!tomorrow?.keys.includes(batteries), 'it is not used up yet');
  assert.deepEqual((await later('1824', 'replenish'))?.keys, [batteries]);
  const slot = page.locator('cobuy-shelf[relation=replenish]');
  await slot.getByRole('heading', { name: 'Time for more' }).waitFor();
  assert.equal(await slot.locator('[part=reason]').innerText(), 'You bought this');
});
