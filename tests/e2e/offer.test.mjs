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
const DAY_MS = 864e5;

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

  // Neither in this visit nor in one of the next weeks.
  await page.clock.runFor(PAUSE_MS);
  await leave(page);
  await nothingComes(visit);
  await page.clock.fastForward(10 * DAY_MS);
  await toCheckout(visit);
  await page.clock.runFor(PAUSE_MS);
  await nothingComes(visit);
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
