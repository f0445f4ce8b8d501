/**
 * Every placement of the demo shop: where it is, what has to be done to get there, and what stands there with which
 * consent. Walked through by `placement.mjs`.
 */

import { explain, productsOf } from './sites.mjs';

export const TENT = 'tarnwood-brae-2-dome-tent';

/** Products with one form each that go with the tent: what a shopper can put into the cart by one click. */
const single = new Set(productsOf('shop').flatMap(({ key, variants }) => (variants.length === 1 ? [key] : [])));
export const WITH_TENT = explain('shop', { product: TENT }).keys.filter((key) => single.has(key));

/** @typedef {'absent' | 'granted' | 'withdrawn'} Consent */

/**
 * @typedef {object} Place
 * @property {string} name
 * @property {string} path
 * @property {string} slot Selector of the element.
 * @property {string[]} [cart] What is in the cart.
 * @property {string[]} [viewed] Products looked at before.
 * @property {boolean} [ordered] The cart was ordered.
 * @property {RegExp} heading
 * @property {number} [least] Fewest cards; 3 without it.
 * @property {Partial<Record<Consent, string>>} [silent] Code of the silence, where nothing is shown.
 */

/** Where something is bought. @type {Place[]} */
export const BUYING = [
  { name: 'pdp', path: `/products/${TENT}.html`, slot: 'cobuy-shelf[placement=pdp]:not([relation])', heading: /^Often bought together$/ },
  { name: 'pdp, alternatives', path: `/products/${TENT}.html`, slot: 'cobuy-shelf[relation=alternatives]', heading: /^Alternatives$/ },
  { name: 'cart', path: '/cart.html', cart: WITH_TENT.slice(0, 2), slot: 'cobuy-shelf[placement=cart]:not([relation])', heading: /^Goes with your cart$/ },
  { name: 'checkout', path: '/checkout.html', cart: [TENT], slot: 'cobuy-shelf[placement=checkout]', least: 1, heading: /^Small things that fit$/ },
  { name: 'thank-you', path: '/thank-you.html', cart: WITH_TENT.slice(0, 2), ordered: true, slot: 'cobuy-shelf[placement=thank-you]:not([relation])', heading: /^Completes the set$/ },
];

/** Where shoppers look around. @type {Place[]} */
export const BROWSING = [
  {
    name: 'home, looked at before',
    path: '/',
    viewed: [TENT, ...WITH_TENT.slice(0, 2)],
    slot: 'cobuy-shelf[relation=viewed]',
    heading: /^Looked at before$/,
    silent: { absent: 'no-signal', withdrawn: 'no-signal' },
  },
  {
    name: 'home, continue',
    path: '/',
    viewed: [TENT, ...WITH_TENT.slice(0, 2)],
    slot: 'cobuy-shelf[placement=home]:not([relation])',
    heading: /^(Goes with what you looked at|Popular right now)$/,
  },
  { name: 'home, rising', path: '/', slot: 'cobuy-shelf[relation=rising]', heading: /^Rising right now$/ },
  {
    name: 'category, looked at before',
    path: '/c/coffee.html',
    viewed: [TENT, ...WITH_TENT.slice(0, 2)],
    slot: 'cobuy-shelf[relation=viewed]',
    heading: /^Looked at before$/,
    silent: { absent: 'no-signal', withdrawn: 'no-signal' },
  },
  { name: 'category, rising', path: '/c/coffee.html', slot: 'cobuy-shelf[relation=rising]', heading: /^Rising right now$/ },
];
