// An offer that comes unasked: only where the merchant switched it on and the visit may be remembered, at most once, never
// at payment, and not again once it was sent away.

import assert from 'node:assert/strict';
import { isAccessible } from './common/axe.mjs';
import { journey } from './common/journey.mjs';
import { TENT } from './common/placements.mjs';
import { addFromPage } from './common/shelf.mjs';

/** @typedef {import('./common/journey.mjs').Visit} Visit */

const DIALOG = 'cobuy-offer dialog[open]';
const PAUSE_MS = 30_000;
const HOUR_MS = 36e5;
const DAY_MS = 24 * HOUR_MS;
/** What the demo shop's offer says, and what it says to those who sent it away. */
const ANGLES = ['Small, and easily forgotten', 'Fits into the same parcel'];

/** To the checkout with a tent in the cart; what an offer needs is at hand there. @param {Visit} visit @param {boolean} remember */
async function checkout({ page, open, shopMoves }, remember) {
  await open(`/products/${TENT}.html`);
  if (remember) await page.getByRole('button', { name: 'Yes, remember' }).click();
  await addFromPage(page);
  await toCheckout({ page, open, shopMoves });
}

/** @param {Pick<Visit, 'page' | 'open' | 'shopMoves'>} visit */
async function toCheckout({ page, open, shopMoves }) {
  await shopMoves(async () => {
    await open('/checkout.html');
    await page.locator('body[data-ready]').waitFor();
    await page.waitForFunction(() => document.querySelector('cobuy-offer')?.shadowRoot?.adoptedStyleSheets.length);
  });
}

/** Leaves the shop, and is at its checkout again so much later: another visit. @param {Visit} visit @param {number} ms */
async function comesBack(visit, ms) {
  const { page } = visit;
  // A page of the shop that stays open is a visit that goes on.
  await page.goto('about:blank');
  await page.clock.setSystemTime((await page.evaluate(() => Date.now())) + ms);
  await toCheckout(visit);
  await page.clock.runFor(PAUSE_MS);
}

/** The pointer leaves through the top of the page. @param {import('playwright-core').Page} page */
const leave = (page) => page.evaluate(() => document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1, relatedTarget: null })));

/** Nothing came, although whatever is asked for has been answered. @param {Visit} visit */
async function nothingComes({ page }) {
  await page.clock.runFor(10_000);
  assert.equal(await page.locator('cobuy-offer dialog').count(), 0);
}

journey('a pause brings one offer, which takes no focus; sent away it stays away', { units: 'all' }, async (visit) => {
  const { page, record } = visit;
  await page.clock.install();
  await checkout(visit, true);
  await page.locator('[name=email]').focus();
  await page.clock.runFor(PAUSE_MS);
  await page.locator(DIALOG).waitFor();
  assert.equal(await page.locator(`${DIALOG} [part=card]`).count(), 1);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'email');
  await isAccessible(page, 'body');
  await page.locator(DIALOG).getByRole('button', { name: 'No, thank you' }).click();
  await page.locator('cobuy-offer dialog').waitFor({ state: 'detached' });
  const told = /** @type {any} */ (await record.heard('cobuy-dismiss')).detail;
  assert.deepEqual([told.placement, told.angle, told.items.length], ['checkout', 0, 1]);
  assert.match(told.offer, /^checkout/);
  const { dismissed, visit: kept } = await page.evaluate(() => JSON.parse(localStorage.getItem('cobuy.v1') ?? '{}'));
  assert.deepEqual([dismissed[0].offer, dismissed[0].angle, kept.interrupted], [told.offer, 0, true]);

  // Neither in this visit nor in the next ones.
  await page.clock.runFor(PAUSE_MS);
  await leave(page);
  await nothingComes(visit);
  for (const wait_ms of [10 * DAY_MS, HOUR_MS]) {
    await comesBack(visit, wait_ms);
    await nothingComes(visit);
  }
});

/** The offer has come in these words, and is sent away. @param {Visit} visit @param {number} angle */
async function sendAway({ page }, angle) {
  await page.locator(DIALOG).waitFor();
  assert.equal(await page.locator(`${DIALOG} [part=message]`).innerText(), ANGLES[angle]);
  await page.locator(DIALOG).getByRole('button', { name: 'No, thank you' }).click();
  await page.locator('cobuy-offer dialog').waitFor({ state: 'detached' });
}

journey('sent away it comes back after 75 days and not before, in other words; then no more', { units: 'all' }, async (visit) => {
  const { page, record } = visit;
  await page.clock.install();
  await checkout(visit, true);
  await page.clock.runFor(PAUSE_MS);
  await sendAway(visit, 0);
  // Whoever sent one away sees offers in every other visit only: of two visits one is not kept free of it by that.
  for (const wait_ms of [10 * DAY_MS, HOUR_MS, 64 * DAY_MS, HOUR_MS]) {
    await comesBack(visit, wait_ms);
    await nothingComes(visit);
  }
  await comesBack(visit, 2 * DAY_MS);
  await nothingComes(visit);
  await comesBack(visit, HOUR_MS);
  await sendAway(visit, 1);
  const told = /** @type {any} */ ((await record.heard('cobuy-dismiss', 2)).detail);
  assert.deepEqual([told.offer, told.angle], ['checkout/last-thing', 1]);
  // There are no further words for it.
  for (const wait_ms of [76 * DAY_MS, HOUR_MS]) {
    await comesBack(visit, wait_ms);
    await nothingComes(visit);
  }
});

journey('who comes back after a hundred days hears the other words, too', { units: 'all' }, async (visit) => {
  const { page } = visit;
  await page.clock.install();
  await checkout(visit, true);
  await page.clock.runFor(PAUSE_MS);
  await sendAway(visit, 0);
  await comesBack(visit, 100 * DAY_MS);
  await sendAway(visit, 1);
});

journey('sent away and consent withdrawn: nothing is known of it, and nothing comes', { units: 'all' }, async (visit) => {
  const { page, open } = visit;
  await page.clock.install();
  await checkout(visit, true);
  await page.clock.runFor(PAUSE_MS);
  await sendAway(visit, 0);
  await open('/privacy.html');
  await page.getByRole('button', { name: 'Withdraw everything' }).click();
  await page.waitForFunction(() => localStorage.getItem('cobuy.v1') === null);
  for (const wait_ms of [HOUR_MS, 76 * DAY_MS, HOUR_MS]) {
    await comesBack(visit, wait_ms);
    await leave(page);
    await nothingComes(visit);
  }
  assert.equal(await page.evaluate(() => localStorage.getItem('cobuy.v1')), null);
});

journey('the pointer leaves: one offer, left with Esc', { units: 'all' }, async (visit) => {
  const { page, record } = visit;
  await page.clock.install();
  await checkout(visit, true);
  await leave(page);
  await page.locator(DIALOG).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('cobuy-offer dialog').waitFor({ state: 'detached' });
  await record.heard('cobuy-dismiss');
});

journey('without consent nothing interrupts', { units: 'all' }, async (visit) => {
  const { page } = visit;
  await page.clock.install();
  await checkout(visit, false);
  await page.clock.runFor(PAUSE_MS);
  await leave(page);
  await nothingComes(visit);
});

journey('at payment nothing interrupts', { units: 'all' }, async (visit) => {
  const { page, shopMoves } = visit;
  await page.clock.install();
  await checkout(visit, true);
  for (const field of await page.locator('[data-checkout] input[required]:visible').all()) {
    await field.fill((await field.getAttribute('type')) === 'email' ? 'shopper@example.com' : 'Something 1');
  }
  await shopMoves(() => page.getByRole('button', { name: 'On to payment' }).click());
  await page.clock.runFor(PAUSE_MS);
  await leave(page);
  await nothingComes(visit);
});

journey('what the merchant did not switch on does not come', { units: 'all' }, async (visit) => {
  const { page } = visit;
  await page.clock.install();
  await checkout(visit, true);
  await page.evaluate(() => document.querySelector('cobuy-offer')?.removeAttribute('interrupt'));
  await page.clock.runFor(PAUSE_MS);
  await leave(page);
  await nothingComes(visit);
});
