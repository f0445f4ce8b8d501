// A visit over several pages and days: what is known of it, what stays of it, and how much.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { TENT, WITH_TENT } from './common/placements.mjs';
import { addFromPage, seenCards } from './common/shelf.mjs';

/** @typedef {import('./common/journey.mjs').Visit} Visit */
/** @typedef {import('../../pkg/index.d.ts').RecordedSession} RecordedSession */

const HOUR_MS = 36e5;

/** @param {Visit} visit @returns {Promise<RecordedSession>} */
const recorded = ({ page }) => page.evaluate(() => /** @type {any} */ (window).cobuy.session());
/** @param {Visit} visit */
const kept = ({ page }) => page.evaluate(() => JSON.parse(localStorage.getItem('cobuy.v1') ?? '{}'));

/** @param {Visit} visit @param {string} key */
async function look({ page, open }, key) {
  await open(`/products/${key}.html`);
  await seenCards(page);
}

journey('back after hours: visits before, how long ago, what was left in the cart', {}, async (visit) => {
  const { page } = visit;
  await page.clock.install();
  await look(visit, TENT);
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await addFromPage(page);
  await page.locator('[data-cart-count]', { hasText: '1' }).waitFor();
  await page.goto('about:blank');
  await page.clock.fastForward(5 * HOUR_MS);
  await look(visit, WITH_TENT[0]);
  const { visits, visit: before, views } = await recorded(visit);
  assert.deepEqual(visits, { before: 1, days_since: 0, hours_since: 5, left_cart: 1 });
  assert.deepEqual([views, before?.pages, before?.events], [[], 0, {}], 'a new visit begins');

  // A minute later it goes on.
  await page.goto('about:blank');
  await page.clock.fastForward(60_000);
  await look(visit, WITH_TENT[1]);
  const second = await recorded(visit);
  assert.deepEqual(second.visits, visits);
  assert.deepEqual(second.views.map(({ key }) => key), [WITH_TENT[0]]);
  assert.equal(second.visit?.pages, 1);
  assert.ok((second.visit?.elapsed_ms ?? 0) >= 60_000);
});

journey('what the shop tells of counts for the visit, from before the loader on', {}, async (visit) => {
  const { page } = visit;
  await page.addInitScript(() => {
    (/** @type {any} */ (window).cobuy ||= []).push(['event', 'from-newsletter']);
  });
  await look(visit, TENT);
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await page.evaluate(() => {
    for (let times = 0; times < 2; times++) document.dispatchEvent(new CustomEvent('cobuy:event', { detail: { name: 'plan-opened' } }));
    /** @type {any} */ (window).cobuy.push(['event', 'plan-opened']);
  });
  const { steps } = await recorded(visit);
  const events = steps.flatMap((step) => ('event' in step ? [step.event.name] : []));
  assert.deepEqual(events, ['from-newsletter', 'plan-opened', 'plan-opened', 'plan-opened']);
  await look(visit, WITH_TENT[0]);
  assert.deepEqual((await recorded(visit)).visit?.events, { 'from-newsletter': 1, 'plan-opened': 3 });
});

journey('never more than 8 KB are kept, the oldest views go first', {}, async (visit) => {
  const { page } = visit;
  await page.addInitScript(() => {
    const views = Array.from({ length: 250 }, (_, at) => ({ key: `a-product-with-a-long-key-${at}`, dwell: 1000 + at, scroll: 50 }));
    const known = { at: Date.now(), views, visits: { before: 1 } };
    if (!localStorage.getItem('cobuy.v1')) localStorage.setItem('cobuy.v1', JSON.stringify(known));
    localStorage.setItem('shop.consent.v1', '{"storage":true,"analytics":false}');
  });
  await look(visit, TENT);
  const text = await page.evaluate(() => localStorage.getItem('cobuy.v1') ?? '');
  assert.ok(text.length <= 8192, `${text.length}`);
  const { views } = JSON.parse(text);
  assert.deepEqual([views[0].key, views[1].key], [TENT, 'a-product-with-a-long-key-0']);
  assert.ok(views.length > 60);
});

/** @type {[string, () => void][]} */
const STORES = [
  ['full', () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota is exceeded.', 'QuotaExceededError');
    };
  }],
  ['holding something else', () => localStorage.setItem('cobuy.v1', 'not { JSON')],
  ['holding what no version wrote', () => localStorage.setItem('cobuy.v1', '{"at":1e99,"views":[null,7,{"key":3}],"visit":"x","visits":[],"dismissed":{"a":1},"cart":"y"}')],
];
for (const [title, spoil] of STORES) {
  journey(`a store that is ${title} does no harm`, {}, async (visit) => {
    const { page } = visit;
    await page.addInitScript(() => localStorage.setItem('shop.consent.v1', '{"storage":true,"analytics":false}'));
    await page.addInitScript(spoil);
    await look(visit, TENT);
    assert.equal((await recorded(visit)).cobuy_session, 1);
  });
}

journey('a store that is emptied while the page is open is filled anew', {}, async (visit) => {
  const { page } = visit;
  await look(visit, TENT);
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await page.evaluate(() => localStorage.removeItem('cobuy.v1'));
  await addFromPage(page);
  await page.waitForFunction(() => localStorage.getItem('cobuy.v1') !== null);
  const { views, cart } = await kept(visit);
  assert.deepEqual([views.map((/** @type {any} */ view) => view.key), cart], [[TENT], 1]);
});

journey('storage withdrawn: the next pages know nothing of the ones before', {}, async (visit) => {
  const { page } = visit;
  await look(visit, TENT);
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await look(visit, WITH_TENT[0]);
  assert.equal((await recorded(visit)).views.length, 1);
  await page.getByRole('button', { name: 'Change this' }).click();
  await page.getByRole('button', { name: 'No, do not' }).click();
  const now = await recorded(visit);
  assert.deepEqual([now.views, now.visits, now.visit, now.dismissed], [[], undefined, undefined, undefined]);
  await look(visit, WITH_TENT[1]);
  assert.deepEqual((await recorded(visit)).views, []);
  assert.deepEqual(await kept(visit), {});
});
