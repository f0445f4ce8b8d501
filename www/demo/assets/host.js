/**
 * What the shop tells cobuy and does for it: the host interface over the shop's own cart, prices and consent.
 * @typedef {import('../../hosts/host.d.ts').CobuyHost} CobuyHost
 */
import { MOST, addToCart, cartLines, discounts, lastOrder, onCartChange, orderedAt, removeFromCart } from './cart.js';
import { consent, onConsent } from './consent.js';
import { soldOut, stated } from './facts.js';
import { note } from './format.js';
import { liveRows, productOf } from './live.js';

const facts = document.body.dataset;

/**
 * Events that may be counted; a real shop would hand them to its analytics.
 * @type {{ name: string, detail: unknown }[]}
 */
const counted = ((/** @type {any} */ (window)).shopEvents = []);

/** @type {CobuyHost} */
export const host = {
  page: () => ({
    type: /** @type {any} */ (facts.page ?? 'other'),
    product: facts.product,
    category: facts.category,
    step: facts.page === 'checkout' ? (facts.step ?? 'address') : undefined,
  }),
  cart: {
    get: () => cartLines().map(({ product, variant, quantity, price_minor, title }) => ({ product, variant, quantity, price_minor, title })),
    subscribe: onCartChange,
    open: () => location.assign('/cart.html'),
  },
  add: async (lines) => {
    const result = await addToCart(lines);
    if (!result.error) note(lines.length > 1 ? `${lines.length} things are in your cart` : 'It is in your cart');
    return result;
  },
  remove: (lines) => removeFromCart(lines),
  variants: async (key) => {
    const product = await productOf(key);
    return product.variants.map(({ sku, title, price_minor, stock }) => ({
      id: sku,
      title,
      price_minor,
      available: stock > 0,
    }));
  },
  live: async (keys) => {
    const rows = await liveRows();
    return Object.fromEntries(keys.filter((key) => rows[key]).map((key) => [key, liveFacts(key, rows[key])]));
  },
  // The last order is over where it is not the page's subject.
  order: () =>
    facts.page === 'thank-you'
      ? lastOrder().map(({ product, variant, quantity, price_minor }) => ({ product, variant, quantity, price_minor }))
      : [],
  customer: () => ({ purchases: facts.page === 'thank-you' ? [] : lastOrder().map(({ product }) => ({ product, bought_at: orderedAt() })) }),
  facts: stated,
  discounts: () => discounts(cartLines()),
  consent: { get: consent, subscribe: onConsent },
  locale: 'en',
  currency: facts.currency,
  country: facts.country,
  taxDisplay: 'included',
  track: (event) => void counted.push(event),
};

/** @param {string} key @param {import('./live.js').LiveRow} row */
function liveFacts(key, [price_minor, from, available, variants, left, variant]) {
  return {
    price_minor: price_minor || undefined,
    price_from: from === 1,
    available: available === 1 && soldOut() !== key,
    variants,
    variant,
    left,
    max: variants === 1 ? Math.min(left, MOST) : undefined,
  };
}
