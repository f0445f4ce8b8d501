// What is shown when the shopper has put something into the cart through the shop itself: a dialog, or a list within what
// the shop shows; for whom there is nothing good to show, nothing.

import assert from 'node:assert/strict';
import { isAccessible } from './common/axe.mjs';
import { journey, plainPage } from './common/journey.mjs';
import { addFromPage } from './common/shelf.mjs';
import { loaderTag } from './common/sites.mjs';

/** @typedef {import('./common/journey.mjs').Visit} Visit */

const TENT = 'tarnwood-brae-2-dome-tent';
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

for (const width of [320, 768, 1280]) {
  journey(`a dialog at ${width} px: named, filled, left with Esc`, { units: 'all', context: { viewport: { width, height: 900 } } }, async (visit) => {
    const { page } = visit;
    await openPage(visit);
    await add(visit);
    const dialog = page.getByRole('dialog', { name: 'Added to your cart' });
    await dialog.waitFor();
    await dialog.getByText('Tarnwood Brae 2 dome tent', { exact: true }).waitFor();
    const cards = page.locator(`${DIALOG} [part=card]`);
    await cards.filter({ has: page.locator('[part=price]', { hasText: /\d/ }) }).nth(2).waitFor();
    assert.equal(await focused(page), 'h2 label');
    const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(inner <= outer, `${inner} of ${outer} px`);
    await isAccessible(page, 'body');
    await page.keyboard.press('Escape');
    await page.locator(DIALOG).waitFor({ state: 'detached' });
    assert.equal(await focused(page), 'button Add to cart', 'the focus returns');
  });
}

journey('keys alone: an addition within opens nothing anew, and leads on', { units: 'all' }, async (visit) => {
  const { page } = visit;
  await openPage(visit);
  await add(visit);
  const card = page.locator(`${DIALOG} [part=card]`).filter({ has: page.locator('[data-state=idle]') }).first();
  await card.getByRole('link').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator(`${DIALOG} [data-state=added]`).waitFor();
  await page.locator('[data-cart-count]', { hasText: '2' }).waitFor({ state: 'attached' });
  assert.equal(await page.locator(DIALOG).count(), 1);
  await page.locator(`${DIALOG} [part=continue]`).focus();
  await page.keyboard.press('Enter');
  await page.locator(DIALOG).waitFor({ state: 'detached' });
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

journey('closed twice in a row and nothing taken: it stays closed for the visit', { units: 'all' }, async (visit) => {
  const { page } = visit;
  await openPage(visit);
  for (let round = 0; round < 2; round++) {
    await add(visit);
    await page.keyboard.press('Escape');
    await page.locator(DIALOG).waitFor({ state: 'detached' });
  }
  await addFromPage(page);
  await page.locator('[data-cart-count]', { hasText: '3' }).waitFor();
  assert.equal(await page.locator(DIALOG).count(), 0);
});

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
