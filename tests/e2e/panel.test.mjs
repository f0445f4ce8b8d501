// The demo shop's panel: what was decided on a page and why, and the switches for what the shop states.

import assert from 'node:assert/strict';
import { isAccessible } from './common/axe.mjs';
import { journey } from './common/journey.mjs';
import { TENT } from './common/placements.mjs';

const ALL = { units: /** @type {const} */ ('all') };
const DAY_MS = 864e5;

/** @param {import('playwright-core').Page} page */
const panel = (page) => page.getByRole('complementary', { name: 'How the suggestions came about' });

/** Opens it; what it then takes is the shopper's doing. @param {import('./common/journey.mjs').Visit} visit */
async function opened({ page, shopMoves }) {
  const details = panel(page).locator('details:not([open])');
  if (await details.count()) await shopMoves(() => details.locator('summary').click());
  return panel(page);
}

/** @param {import('./common/journey.mjs').Visit} visit @param {(panel: import('playwright-core').Locator) => Promise<unknown>} act */
async function state(visit, act) {
  const inside = await opened(visit);
  await visit.shopMoves(() => act(inside));
  await visit.shopMoves(() => visit.page.reload());
  return opened(visit);
}

journey('every list is told with its products, reasons and rules', ALL, async (visit) => {
  await visit.open(`/products/${TENT}.html`);
  const inside = await opened(visit);
  for (const name of ['cobuy-bundle · pdp', 'cobuy-shelf · pdp', 'cobuy-shelf · pdp · alternatives']) {
    await inside.getByRole('heading', { name, exact: true }).waitFor();
  }
  const lines = inside.locator('[data-panel-lists] li');
  assert.ok((await lines.count()) >= 8);
  const share = lines.filter({ hasText: /% of orders/ }).first();
  assert.match(await share.innerText(), /together, together-share/);
  await isAccessible(visit.page, '.panel');
});

journey('what the shop states of its customer changes what is shown, and the panel says by which rule', ALL, async (visit) => {
  await visit.open('/');
  const gold = await state(visit, (inside) => inside.getByLabel('Loyalty tier').selectOption('gold'));
  await gold.getByText('Rules: gold-member').first().waitFor();
  await visit.page.locator('cobuy-shelf [part=message]', { hasText: 'gold member' }).first().waitFor();
  const silent = await state(visit, (inside) => inside.getByLabel('A support case is open').check());
  await silent.getByText('Silent: suppressed-by-host').first().waitFor();
  assert.equal(await visit.page.locator('cobuy-shelf [part=card]').count(), 0);
});

journey('the panel sets the clock of the page', ALL, async (visit) => {
  await visit.open('/about.html');
  const inside = await opened(visit);
  const before = Date.now();
  await Promise.all([visit.page.waitForEvent('load'), inside.getByLabel('Clock').selectOption('tomorrow')]);
  const then = await visit.page.evaluate(() => [Date.now(), new Date().getTime(), new Date(0).getTime()]);
  for (const at of then.slice(0, 2)) assert.ok(at >= before + DAY_MS && at < before + 2 * DAY_MS, String(at));
  assert.equal(then[2], 0);
  const again = await opened(visit);
  assert.equal(await again.getByLabel('Clock').inputValue(), '24');
});
