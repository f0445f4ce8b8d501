/**
 * A placement at three widths, with every answer about consent: what a person sees, that nothing moves when the list comes
 * late or not at all, that keys alone are enough, and that axe finds nothing.
 */

import assert from 'node:assert/strict';
import { isAccessible } from './axe.mjs';
import { journey } from './journey.mjs';
import { addFromPage, placesOrder } from './shelf.mjs';

/** @typedef {import('./journey.mjs').Visit} Visit */
/** @typedef {import('./placements.mjs').Place} Place */
/** @typedef {import('./placements.mjs').Consent} Consent */

export const WIDTHS = [320, 768, 1280];
const WASM = '/cobuy/cobuy-full.wasm';

/** Answers the banner; an answer that is to be withdrawn is a yes first. @param {Visit} visit @param {Consent} consent */
export async function answer({ page, open }, consent) {
  await open('/about.html');
  if (consent === 'absent') return;
  await page.getByRole('button', { name: 'Yes, remember' }).click();
}

/** @param {Visit} visit */
export async function withdraw({ page, open }) {
  await open('/privacy.html');
  await page.getByRole('button', { name: 'Withdraw everything' }).click();
}

/** What the shopper did before. @param {Visit} visit @param {Place} place */
async function prepare(visit, { viewed = [], cart = [], ordered }) {
  const { page, open } = visit;
  for (const key of viewed) {
    await open(`/products/${key}.html`);
    await page.waitForFunction(() => /** @type {any} */ (window).cobuy?.session?.().steps.some((/** @type {any} */ step) => step.page));
  }
  for (const key of cart) {
    await open(`/products/${key}.html`);
    await addFromPage(page);
  }
  if (ordered) await placesOrder(visit);
}

/** Where the element's next sibling begins, and the shop's own next box where it has none. @param {import('playwright-core').Locator} slot */
const beginOfNext = (slot) =>
  slot.evaluate((element) => {
    /** @type {Element | null} */
    let at = element;
    while (at && !at.nextElementSibling) at = at.parentElement;
    return at?.nextElementSibling?.getBoundingClientRect().top;
  });

/** The list comes, or its silence is told. @param {Visit} visit @param {string} slot */
const outcome = ({ page }, slot) =>
  page.waitForFunction((slot) => /** @type {any} */ (window).told?.get(document.querySelector(slot)), slot).then((told) => told.jsonValue());

/** Keeps the last word of every list, for `outcome`. @param {Visit} visit */
const listen = ({ page }) =>
  page.addInitScript(() => {
    const told = new Map();
    Object.assign(window, { told });
    for (const name of ['cobuy-ready', 'cobuy-empty']) {
      addEventListener(name, (event) => told.set(event.target, /** @type {CustomEvent} */ (event).detail.code || 'ready'));
    }
  });

/** Opens the page with everything heavy held back, brings the slot into view and lets go. @param {Visit} visit @param {Place} place */
async function arrive(visit, { path, slot }) {
  const { page, open, server, shopMoves } = visit;
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  server.overrides.set(WASM, { hold: new Promise((resolve) => (release = resolve)) });
  const element = page.locator(slot);
  await shopMoves(async () => {
    await open(path);
    await page.locator('body:not([data-page=cart]):not([data-page=checkout]):not([data-page=thank-you]), body[data-ready]').waitFor();
    await element.evaluate((slot) => slot.scrollIntoView({ block: 'center' }));
  });
  const before = await beginOfNext(element);
  release();
  const code = await outcome(visit, slot);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.equal(await beginOfNext(element), before, 'the next element moved');
  return code;
}

/** Cards with title, price and picture. @param {Pick<Visit, 'page'>} visit @param {Pick<Place, 'slot' | 'heading' | 'least'>} place */
export async function seesCards({ page }, { slot, heading, least = 3 }) {
  const cards = page.locator(`${slot} [part=card]`);
  await cards.filter({ has: page.locator('[part=price]', { hasText: /\d/ }) }).nth(least - 1).waitFor();
  assert.match(await page.locator(`${slot} [part=heading]`).innerText(), heading);
  for (const card of (await cards.all()).slice(0, least)) {
    assert.ok((await card.locator('[part=title]').innerText()).length > 2);
    assert.match(await card.locator('[part=price]').innerText(), /€\d/);
    const picture = card.locator('[part=image]');
    await picture.scrollIntoViewIfNeeded();
    const width = await picture.evaluate(async (/** @type {HTMLImageElement} */ image) => {
      await image.decode();
      return image.naturalWidth;
    });
    assert.ok(width > 0);
  }
}

/** From a card's link on by keys alone: its button adds, or asks which and then adds. @param {Visit} visit @param {Place} place */
async function addsByKeys({ page, shopMoves }, { slot }) {
  const open = page.locator(`${slot} [part=card]`).filter({ has: page.locator('[data-state=idle], [data-state=ask]') }).first();
  const card = page.locator(`${slot} [data-key="${await open.getAttribute('data-key')}"]`);
  await card.getByRole('link').focus();
  const asks = await card.locator('[data-state=ask]').count();
  await page.keyboard.press('Tab');
  await shopMoves(async () => {
    await page.keyboard.press('Enter');
    if (asks) {
      await page.waitForFunction((slot) => document.querySelector(slot)?.shadowRoot?.activeElement?.matches('[part=choice]'), slot);
      await page.keyboard.press('ArrowDown');
    }
    await page.locator(`${slot} [data-state=added]`).first().waitFor();
  });
}

/** Registers the journeys of these places. @param {Place[]} places */
export function placed(places) {
  for (const place of places) for (const consent of /** @type {const} */ (['absent', 'granted', 'withdrawn'])) register(place, consent);
}

/** @param {Place} place @param {Consent} consent */
function register(place, consent) {
  journey(`${place.name}, consent ${consent}`, { units: 'all' }, async (visit) => {
    const { page } = visit;
    await listen(visit);
    await answer(visit, consent);
    await prepare(visit, place);
    if (consent === 'withdrawn') await withdraw(visit);
    const code = place.silent?.[consent] ?? 'ready';
    for (const width of WIDTHS) {
      await visit.shopMoves(() => page.setViewportSize({ width, height: 900 }));
      assert.equal(await arrive(visit, place), code, `${width} px`);
      if (code === 'ready') await seesCards(visit, place);
    }
    if (consent === 'granted') await isAccessible(page, 'body');
    if (consent === 'granted' && code === 'ready') await addsByKeys(visit, place);
  });
}
