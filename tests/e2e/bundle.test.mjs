// A set that the merchant declared: what it costs, what it saves, and that the cart gives what was promised.

import assert from 'node:assert/strict';
import { isAccessible } from './common/axe.mjs';
import { journey } from './common/journey.mjs';
import { TENT } from './common/placements.mjs';
import { textOf } from './common/sites.mjs';

/** @typedef {import('./common/journey.mjs').Visit} Visit */

const PAGE = `/products/${TENT}.html`;
const BOX = 'cobuy-bundle';
/** Minor units of what stands in a line. @param {string} text */
const minor = (text) => Number(/€([\d,]+\.\d\d)/.exec(text)?.[1].replace(/[.,]/g, '') ?? NaN);

/** The set with its prices, in view. @param {Visit} visit */
async function openSet({ page, open }) {
  await open(PAGE);
  await page.locator('cobuy-bundle').evaluate((slot) => slot.scrollIntoView({ block: 'center' }));
  await page.locator(`${BOX} [part=save]`, { hasText: '€' }).waitFor();
}

/** Chooses what comes in several forms, and adds all. @param {Visit} visit */
async function addAll({ page }) {
  const choose = page.locator(`${BOX} [data-state=ask] [part=action]`);
  if (await choose.count()) {
    await choose.first().click();
    const choice = page.locator(`${BOX} [part=choice]`);
    await choice.selectOption({ index: 1 });
  }
  await page.locator(`${BOX} [part=add-all]`).click();
}

for (const width of [320, 768, 1280]) {
  journey(`prices at ${width} px: each, one by one, together, saved`, { units: 'all', context: { viewport: { width, height: 900 } } }, async (visit) => {
    const { page, shopMoves } = visit;
    await openSet(visit);
    await page.getByRole('region', { name: 'A first night out' }).waitFor();
    const each = (await page.locator(`${BOX} [part=card] [part=price]`).allInnerTexts()).map(minor);
    assert.equal(each.length, 3);
    const alone = each.reduce((sum, price) => sum + price, 0);
    const [told, total, save] = await Promise.all(['alone', 'total', 'save'].map((part) => page.locator(`${BOX} [part=${part}]`).innerText()));
    assert.equal(minor(told), alone);
    assert.equal(minor(total) + minor(save), alone);
    assert.ok(Math.abs(minor(save) - alone * 0.15) <= 3);
    // Not all of them: nothing is promised.
    // What the shopper takes out changes the lines of the sum, within the box.
    await shopMoves(async () => {
      await page.locator(`${BOX} [part=toggle]`).last().uncheck();
      await page.locator(`${BOX} [part=save]`, { hasText: '€' }).waitFor({ state: 'detached' });
    });
    await isAccessible(page, 'body');
  });
}

journey('added with keys alone: one call, and the cart gives what was promised', { units: 'all' }, async (visit) => {
  const { page, open, record, shopMoves } = visit;
  await openSet(visit);
  const save = minor(await page.locator(`${BOX} [part=save]`).innerText());
  await addAll(visit);
  await record.heard('cobuy-added');
  const added = /** @type {any} */ (record.events.find(({ name }) => name === 'cobuy-added'))?.detail;
  assert.deepEqual([added.bundle, added.items.length], ['first-night-out', 3]);
  await page.locator('[data-cart-count]', { hasText: '3' }).waitFor();
  assert.ok(!record.events.some(({ name }) => name === 'cobuy-missing'));
  assert.equal(await page.locator('cobuy-added dialog').count(), 0, 'what cobuy adds is not confirmed again');
  await shopMoves(async () => {
    await open('/cart.html');
    await page.locator('body[data-ready]').waitFor();
  });
  assert.ok(Math.abs(minor(await page.locator('[data-off]').innerText()) - save) <= 3);
});

const WITHOUT = textOf('shop', `site${PAGE}`).replace(/(<script type="application\/json" data-bundles>)[^<]*/, '$1[]');
journey('a promise that the cart does not keep is told, and not made again', { units: 'all', files: { [PAGE]: WITHOUT } }, async (visit) => {
  const { page, record, shopMoves } = visit;
  await openSet(visit);
  await shopMoves(() => addAll(visit).then(() => record.heard('cobuy-missing')));
  const missing = /** @type {any} */ (await record.heard('cobuy-missing')).detail;
  assert.equal(missing.bundle, 'first-night-out');
  assert.ok(missing.saving_minor > 0);
  await page.locator(BOX).getByText('Added, but the discount was not taken off').waitFor();
  await page.locator(`${BOX} [part=save]`, { hasText: '€' }).waitFor({ state: 'detached' });
});
