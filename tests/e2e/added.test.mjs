// What is shown when the shopper has put something into the cart through the shop itself: a dialog, or a list within what
// the shop shows; for whom there is nothing good to show, nothing.

import assert from 'node:assert/strict';
import { isAccessible } from './common/axe.mjs';
import { journey, plainPage } from './common/journey.mjs';
import { answer, seesCards, WIDTHS, withdraw } from './common/placement.mjs';
import { TENT, WITH_TENT } from './common/placements.mjs';
import { addFromPage } from './common/shelf.mjs';
import { loaderTag } from './common/sites.mjs';

/** @typedef {import('./common/journey.mjs').Visit} Visit */

const PAGE = `/products/${TENT}.html`;
const DIALOG = 'cobuy-added dialog';

/** Everything on the page that hears of a cart is there. @param {Visit} visit @param {string} path */
async function openPage({ page, open }, path = PAGE) {
  await open(path);
  await page.waitForFunction(() => /** @type {any} */ (window).cobuy?.session?.().steps.some((/** @type {any} */ step) => step.page));
}

/** @param {Visit} visit */
async function add(visit) {
  await addFromPage(visit.page);
  await visit.page.locator(`${DIALOG}[open]`).waitFor();
}

/** Where the focus is, through shadow roots. @param {import('playwright-core').Page} page */
const focused = (page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return `${at?.localName} ${at?.getAttribute('part') ?? at?.textContent?.trim() ?? ''}`.trim();
  });

/** Presses Tab until this has the focus. @param {Visit} visit @param {import('playwright-core').Locator} what */
async function tabTo({ page }, what) {
  const selected = () => what.evaluate((node) => node === /** @type {Document | ShadowRoot} */ (node.getRootNode()).activeElement);
  for (let presses = 0; presses < 60 && !(await selected()); presses++) await page.keyboard.press('Tab');
  assert.ok(await selected(), 'keys alone lead there');
}

/** Puts the page's product into the cart by keys alone. @param {Visit} visit */
async function addByKeys(visit) {
  const { page } = visit;
  await page.locator('body[data-ready]').waitFor();
  // The shop's link past its menu shows itself on the way.
  await visit.shopMoves(() => tabTo(visit, page.locator('[data-buy] input[name=variant]').first()));
  await page.keyboard.press('Space');
  await tabTo(visit, page.locator('[data-buy] button'));
  await page.keyboard.press('Enter');
  await page.locator(`${DIALOG}[open]`).waitFor();
}

/** The dialog as a person meets it at one width, with keys alone. @param {Visit} visit */
async function meets(visit) {
  const { page } = visit;
  await openPage(visit);
  const pieces = Number(await page.locator('[data-cart-count]').textContent());
  await addByKeys(visit);
  const dialog = page.getByRole('dialog', { name: 'Added to your cart' });
  await dialog.getByText('Tarnwood Brae 2 dome tent', { exact: true }).waitFor();
  assert.equal(await focused(page), 'h2 label');
  await seesCards(visit, { slot: DIALOG, heading: /^Goes well with it$/ });
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(inner <= outer, `${inner} of ${outer} px`);
  const { left, right } = await page.locator(DIALOG).evaluate((layer) => layer.getBoundingClientRect().toJSON());
  assert.ok(left >= 0 && right <= outer, `${left} to ${right} of ${outer} px`);
  await isAccessible(page, 'body');
  // An addition within opens nothing anew.
  const card = page.locator(`${DIALOG} [part=card]`).filter({ has: page.locator('[data-state=idle]') }).first();
  await tabTo(visit, card.locator('[part=action]'));
  await page.keyboard.press('Enter');
  await page.locator(`${DIALOG} [data-state=added]`).waitFor();
  await page.locator('[data-cart-count]', { hasText: String(pieces + 2) }).waitFor({ state: 'attached' });
  assert.equal(await page.locator(DIALOG).count(), 1);
  await tabTo(visit, page.locator(`${DIALOG} [part=continue]`));
  await page.keyboard.press('Enter');
  await page.locator(DIALOG).waitFor({ state: 'detached' });
  assert.equal(await focused(page), 'button Add to cart', 'the focus returns');
}

for (const consent of /** @type {const} */ (['absent', 'granted', 'withdrawn'])) {
  journey(`put into the cart by keys alone, consent ${consent}: named, filled, taken from, left`, { units: 'all' }, async (visit) => {
    await answer(visit, consent);
    if (consent === 'withdrawn') await withdraw(visit);
    for (const width of WIDTHS) {
      await visit.shopMoves(() => visit.page.setViewportSize({ width, height: 900 }));
      await meets(visit);
    }
    const kept = await visit.page.evaluate(() => localStorage.getItem('cobuy.v1') !== null);
    assert.equal(kept, consent === 'granted');
  });
}

journey('left with Esc: the focus returns', { units: 'all' }, async (visit) => {
  const { page } = visit;
  await openPage(visit);
  await add(visit);
  await page.keyboard.press('Escape');
  await page.locator(DIALOG).waitFor({ state: 'detached' });
  assert.equal(await focused(page), 'button Add to cart');
});

journey('from the dialog to the cart', { units: 'all' }, async (visit) => {
  const { page, shopMoves } = visit;
  await openPage(visit);
  await add(visit);
  await shopMoves(async () => {
    await page.locator(DIALOG).getByRole('button', { name: 'View cart', exact: true }).click();
    await page.waitForURL('**/cart.html');
    await page.locator('body[data-ready]').waitFor();
  });
});

/** Sends two of them away, one after the other. @param {Visit} visit */
async function sendTwoAway(visit) {
  const { page } = visit;
  for (let round = 0; round < 2; round++) {
    await add(visit);
    await page.keyboard.press('Escape');
    await page.locator(DIALOG).waitFor({ state: 'detached' });
  }
}

journey('closed twice in a row and nothing taken: it stays closed for the visit', { units: 'all' }, async (visit) => {
  const { page, settle } = visit;
  await answer(visit, 'granted');
  await openPage(visit);
  await sendTwoAway(visit);
  await addFromPage(page);
  await settle();
  assert.equal(await page.locator(DIALOG).count(), 0);
  // Nor on the next page, when cobuy has heard of what was added there.
  await openPage(visit, `/products/${WITH_TENT[0]}.html`);
  await addFromPage(page);
  const heard = (/** @type {string | undefined} */ key) => /** @type {any} */ (window).cobuy.session().steps.some((/** @type {any} */ { cart }) => cart?.includes(key));
  await page.waitForFunction(heard, WITH_TENT[0]);
  assert.equal(await page.locator(DIALOG).count(), 0);
});

for (const consent of /** @type {const} */ (['absent', 'withdrawn'])) {
  journey(`closed twice in a row, consent ${consent}: a visit is one page, and the next one knows nothing`, { units: 'all' }, async (visit) => {
    await answer(visit, consent);
    if (consent === 'withdrawn') await withdraw(visit);
    await openPage(visit);
    await sendTwoAway(visit);
    await addFromPage(visit.page);
    await visit.settle();
    assert.equal(await visit.page.locator(DIALOG).count(), 0);
    await openPage(visit);
    await add(visit);
  });
}

journey('nothing good to show: the shop confirms alone', { units: 'all' }, async (visit) => {
  const { page, record } = visit;
  await page.addInitScript(() => localStorage.setItem('shop.facts.v1', '{"opted_out":true}'));
  await openPage(visit);
  await addFromPage(page);
  await page.locator(DIALOG).waitFor({ state: 'detached' });
  assert.ok(!record.events.some(({ name, element }) => name === 'cobuy-ready' && element === 'cobuy-added'));
});

journey('a list that takes longer than a second comes too late', { units: 'all' }, async (visit) => {
  const { page, server } = visit;
  await page.clock.install();
  await openPage(visit);
  // A product whose shard is not at hand yet: its page's own list is held back.
  server.overrides.set('/data/live.json', { hold: new Promise(() => {}) });
  await page.evaluate(() => /** @type {any} */ (window).cobuy.push(['host', { live: () => new Promise(() => {}) }]));
  const shown = page.locator(`${DIALOG}[open]`);
  await page.evaluate(() => {
    const added = /** @type {HTMLElement} */ (document.querySelector('cobuy-added'));
    // As a slow connection would: the list's word never comes.
    added.shadowRoot?.addEventListener('cobuy-ready', (event) => event.stopImmediatePropagation(), true);
  });
  await addFromPage(page);
  await page.locator(DIALOG).waitFor({ state: 'attached' });
  await page.clock.runFor(1000);
  await page.locator(DIALOG).waitFor({ state: 'detached' });
  assert.equal(await shown.count(), 0);
});

const HOST = `
const lines = [];
const told = new Set();
window.put = (product, title) => {
  lines.push({ product, quantity: 1, price_minor: 100, title });
  for (const changed of told) changed();
};
(window.cobuy ||= []).push(['host', {
  cart: { get: () => [...lines], subscribe: (changed) => (told.add(changed), () => told.delete(changed)) },
  add: (more) => more.forEach(({ product }) => window.put(product)),
  currency: 'EUR', country: 'IE', taxDisplay: 'included',
  live: async (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: 100 }])),
}]);
addEventListener('click', ({ target }) => target.id === 'opener' && document.getElementById('drawer').showModal());`;

journey(
  'within the shop\'s own drawer the list stands inline',
  {
    files: {
      '/host.js': HOST,
      '/drawer.html': plainPage('<button id="opener">Cart</button><dialog id="drawer" aria-label="Cart"><cobuy-added></cobuy-added></dialog>', {
        tag: `<script src="/host.js"></script>${loaderTag('shop')}`,
      }),
    },
  },
  async (visit) => {
    const { page, open, shopMoves } = visit;
    await open('/drawer.html');
    await page.evaluate((key) => Reflect.get(window, 'put')(key, 'A tent'), TENT);
    // A drawer without a size of its own is as large as what is in it.
    await shopMoves(async () => {
      await page.locator('#opener').click();
      await page.locator('cobuy-added [part=card]').nth(2).waitFor();
    });
    assert.equal(await page.locator('cobuy-added dialog').count(), 0, 'no dialog of its own');
    assert.equal(await page.locator('cobuy-added').getAttribute('data-mode'), 'inline');
  },
);
