// What stays between pages: one versioned key of localStorage, with consent only, without any identifier. Storage may be
// forbidden, full or gone at any moment; then nothing stays.

import { flag, list, named, number, shaped, text, whole } from './checked.js';

/** @typedef {{ key: string, dwell: number, scroll: number }} View */
/** @typedef {{ offer: string, angle: number, at_ms: number }} Dismissal */

/**
 * @typedef {object} Visit What a visit is made of, in numbers.
 * @property {number} since unix milliseconds of its first page
 * @property {number} pages opened
 * @property {number} exits times that the pointer left through the top of the page
 * @property {number} hidden times that the page was hidden
 * @property {string[]} searches newest first, each once
 * @property {Record<string, number>} events what the host told of, and how many times
 * @property {number} closed times in a row that a confirmation was closed and nothing taken
 * @property {boolean} interrupted whether an offer interrupted
 */

/** @typedef {{ before: number, days_since?: number, hours_since?: number, left_cart?: number }} Before */

/**
 * @typedef {object} Memory
 * @property {number} at unix milliseconds of the last entry
 * @property {View[]} views newest first
 * @property {Visit} visit
 * @property {Before} visits visits before
 * @property {number} cart products in the cart
 * @property {Dismissal[]} dismissed
 */

const KEPT = 'cobuy.v1';
/** Longest text that is kept, in UTF-16 units. */
const ROOM = 8192;
/** A visit ends after this long without a page. */
const VISIT_MS = 30 * 60000;
/** How long it is known in which words an offer was sent away. It stays away for less, and comes back in others. */
const DISMISSED_MS = 365 * 864e5;

const visitOf = shaped({
  since: whole, pages: whole, exits: whole, hidden: whole, closed: whole, interrupted: flag,
  searches: list(text), events: (of) => named(whole, of),
});
const beforeOf = shaped({ days_since: whole, hours_since: whole, left_cart: whole });
const viewsOf = list((of) => {
  const { key, dwell = 0, scroll = 0 } = shaped({ key: text, dwell: number, scroll: number })(of) ?? {};
  return key ? { key, dwell, scroll } : undefined;
});
const dismissalsOf = list((of) => {
  const { offer, angle = 0, at_ms } = shaped({ offer: text, angle: whole, at_ms: whole })(of) ?? {};
  return offer && at_ms ? { offer, angle, at_ms } : undefined;
});

/** A visit that begins. @param {number} now @returns {Visit} */
export const begin = (now) => ({
  since: now,
  pages: 0,
  exits: 0,
  hidden: 0,
  searches: [],
  events: {},
  closed: 0,
  interrupted: false,
});

/**
 * @template T
 * @param {(storage: Storage) => T} act
 * @returns {T | undefined}
 */
function stored(act) {
  try {
    return act(localStorage);
  } catch {
    return undefined;
  }
}

/** Puts what there is between pages; the oldest views go first where it is too much. @param {Memory} memory */
export function keep(memory) {
  const kept = { ...memory, views: [...memory.views] };
  let text = JSON.stringify(kept);
  while (text.length > ROOM && kept.views.pop()) text = JSON.stringify(kept);
  if (text.length <= ROOM) stored((storage) => storage.setItem(KEPT, text));
}

/** Nothing stays. */
export const forget = () => void stored((storage) => storage.removeItem(KEPT));

/**
 * What was kept: of the visit that goes on everything, of a visit that has ended when and how it did. Other versions, other
 * scripts and people write there too: what is none of ours is left out.
 * @param {number} now
 * @returns {{ views: View[], visit?: Visit, visits: Before, dismissed: Dismissal[] }}
 */
export function recall(now) {
  const { at, views, visit, visits, cart, dismissed } = { ...stored((storage) => JSON.parse(storage.getItem(KEPT) ?? '{}')) };
  const age = now - at;
  const known = dismissalsOf(dismissed).filter((one) => now - one.at_ms < DISMISSED_MS);
  const before = Math.min(9999, Math.trunc(visits?.before) || 0);
  if (age < VISIT_MS) return { views: viewsOf(views), visit: { ...begin(now), ...visitOf(visit) }, visits: { ...beforeOf(visits), before }, dismissed: known };
  if (!(age > 0)) return { views: [], visits: { before }, dismissed: known };
  const hours_since = Math.floor(age / 36e5);
  const left_cart = Math.trunc(cart) || 0;
  return {
    views: [],
    visits: { before: before + 1, days_since: Math.floor(hours_since / 24), hours_since, left_cart },
    dismissed: known,
  };
}
