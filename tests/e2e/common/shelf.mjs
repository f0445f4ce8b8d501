/** What a person sees of a shelf. Locators look into open shadow roots, and a card counts only if it can be seen. */

import assert from 'node:assert/strict';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ key: string, title: string, price: string, reason: string, button: string }} Seen */

/** @param {Page} page @param {string} [shelf] selector of the element */
export const cardsOf = (page, shelf = 'cobuy-shelf') => page.locator(`${shelf} [part=card]`);

/** @param {Page} page @param {string} key @param {string} [shelf] */
export const cardOf = (page, key, shelf = 'cobuy-shelf') => page.locator(`${shelf} [data-key="${key}"]`);

/** @param {Page} page @param {string} key @param {string} [shelf] */
export const buttonOf = (page, key, shelf) => cardOf(page, key, shelf).locator('[part=action]');

/** @param {Page} page @param {string} key @param {string} state @param {string} [shelf] */
export const reaches = (page, key, state, shelf) =>
  cardOf(page, key, shelf).locator(`[part=buy][data-state="${state}"]`).waitFor({ state: 'attached' });

/**
 * Waits until a shelf shows at least three whole cards, and reads them all.
 *
 * @param {Page} page
 * @param {string} [shelf]
 * @returns {Promise<Seen[]>}
 */
export async function seenCards(page, shelf = 'cobuy-shelf') {
  const cards = cardsOf(page, shelf);
  const priced = cards.filter({ has: page.locator('[part=price]', { hasText: /\d/ }) });
  await priced.nth(2).waitFor();
  const seen = [];
  for (const card of await cards.all()) {
    assert.ok(await card.isVisible());
    seen.push({
      key: (await card.getAttribute('data-key')) ?? '',
      title: await card.locator('[part=title]').innerText(),
      price: await card.locator('[part=price]').innerText(),
      reason: await card.locator('[part=reason]').innerText(),
      button: await card.locator('[part=action]').innerText(),
    });
  }
  assert.ok(seen.length >= 3, `${seen.length} cards`);
  return seen;
}

/**
 * Keys on show, once there are at least three.
 *
 * @param {Page} page
 * @param {string} [shelf]
 */
export const seenKeys = async (page, shelf) => (await seenCards(page, shelf)).map(({ key }) => key);

/** Every card's picture is there. @param {Page} page @param {string} [shelf] */
export async function picturesArrive(page, shelf = 'cobuy-shelf') {
  for (const image of await page.locator(`${shelf} [part=image]`).all()) {
    await image.scrollIntoViewIfNeeded();
    const width = await image.evaluate(async (/** @type {HTMLImageElement} */ picture) => {
      if (!picture.complete) await new Promise((resolve) => picture.addEventListener('load', resolve, { once: true }));
      return picture.naturalWidth;
    });
    assert.ok(width > 0);
  }
}

/** The fallback stands, and no list. @param {Page} page @param {string | RegExp} text of the fallback */
export async function fallbackStands(page, text) {
  await page.locator('cobuy-shelf').getByText(text).first().waitFor();
  assert.equal(await cardsOf(page).count(), 0);
}

/**
 * Presses something in a card. The card's own buttons may change their width; nothing outside it may move.
 *
 * @param {import('./journey.mjs').Visit} visit
 * @param {string} key
 * @param {() => Promise<unknown>} act
 */
export async function changesOnlyCard({ page, record, settle }, key, act) {
  await settle();
  const before = record.shifts.length;
  await act();
  await settle();
  const card = await cardOf(page, key).boundingBox();
  assert.ok(card);
  for (const { areas } of record.shifts.splice(before)) {
    for (const { x, y, width, height } of areas) {
      const within = x >= card.x && y >= card.y && x + width <= card.x + card.width + 1 && y + height <= card.y + card.height + 1;
      assert.ok(within, `moved: ${JSON.stringify({ x, y, width, height })}, card: ${JSON.stringify(card)}`);
    }
  }
}

/** Adds the page's own product to the cart, in its first form, as a shopper does. @param {Page} page */
export async function addFromPage(page) {
  await page.locator('body[data-ready]').waitFor();
  const form = page.locator('[data-buy] .chips label:has(input:enabled)');
  if (await form.count()) await form.first().click();
  const count = page.locator('[data-cart-count]');
  const more = String(Number(await count.innerText()) + 1);
  await page.locator('[data-buy]').getByRole('button').click();
  await count.filter({ hasText: new RegExp(`^${more}$`) }).waitFor();
}

/** Orders what is in the cart. @param {import('./journey.mjs').Visit} visit */
export async function placesOrder({ page, open, shopMoves }) {
  await open('/checkout.html');
  for (const field of await page.locator('[data-checkout] input[required]:visible').all()) {
    await field.fill((await field.getAttribute('type')) === 'email' ? 'shopper@example.com' : 'Something 1');
  }
  await shopMoves(() => page.getByRole('button', { name: 'On to payment' }).click());
  await page.getByRole('button', { name: 'Place the order' }).click();
  await page.waitForURL('**/thank-you.html');
}
