/** The cart: lines in localStorage, oldest first, shared by the tabs of this browser. */
import { productOf } from './live.js';
import { read, write } from './store.js';

/**
 * @typedef {object} Line
 * @property {string} product key
 * @property {string} variant SKU
 * @property {string} title
 * @property {string} form what the variant is called, "" for the only one
 * @property {string} url
 * @property {string} image
 * @property {number} quantity
 * @property {number} price_minor of one
 * @property {number} stock pieces left when it was added; no line grows beyond it
 */
/** @typedef {{ product: string, variant?: string, quantity: number }} Request */
/** A set of products that is cheaper together; the discount comes by itself. @typedef {{ id: string, products: string[], percent: number }} Bundle */

/** @type {Bundle[]} */
const BUNDLES = JSON.parse(document.querySelector('[data-bundles]')?.textContent ?? '[]');

const CART = 'shop.cart.v1';
const ORDER = 'shop.order.v1';
const ORDERED_AT = 'shop.ordered-at.v1';
/** More than this of one thing is a question for the shop, not for a cart. */
export const MOST = 10;
/** Delivery below the free limit, minor units. The pages of the shop say the same. */
export const DELIVERY_MINOR = 490;
export const FREE_FROM_MINOR = 6000;

/** @type {Set<() => void>} */
const listeners = new Set();

/** @returns {Line[]} */
export function cartLines() {
  return read(CART, []);
}

export function cartCount() {
  return cartLines().reduce((sum, line) => sum + line.quantity, 0);
}

/**
 * What bundles take off: for every whole set in the cart its share of the cheapest forms' prices.
 * @param {Line[]} lines
 */
export function discounts(lines) {
  return BUNDLES.flatMap(({ id, products, percent }) => {
    const members = products.map((product) => lines.filter((line) => line.product === product));
    const sets = Math.min(...members.map((of) => of.reduce((sum, line) => sum + line.quantity, 0)));
    const price = members.reduce((sum, of) => sum + Math.min(...of.map((line) => line.price_minor)), 0);
    return sets > 0 ? [{ code: id, amount_minor: Math.round((sets * price * percent) / 100) }] : [];
  });
}

/** @param {Line[]} lines */
export function totals(lines) {
  const goods = lines.reduce((sum, line) => sum + line.quantity * line.price_minor, 0);
  const off = discounts(lines).reduce((sum, { amount_minor }) => sum + amount_minor, 0);
  const delivery = lines.length === 0 || goods - off >= FREE_FROM_MINOR ? 0 : DELIVERY_MINOR;
  return { goods, off, delivery, total: goods - off + delivery };
}

/**
 * Calls back after every change, in this tab or another.
 * @param {() => void} changed
 * @returns {() => void} ends it
 */
export function onCartChange(changed) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** @param {Line[]} lines */
function save(lines) {
  write(CART, lines);
  for (const changed of listeners) changed();
}

addEventListener('storage', (event) => {
  if (event.key === CART) for (const changed of listeners) changed();
});

/** @param {Line} line */
const limit = (line) => Math.min(line.stock, MOST);

/**
 * Adds all lines or none.
 * @param {Request[]} requests
 * @returns {Promise<{ error?: string }>} a text for the shopper where it did not work
 */
export async function addToCart(requests) {
  let found;
  try {
    found = await Promise.all(requests.map((request) => productOf(request.product)));
  } catch {
    return { error: 'The shop cannot be reached. Please try again.' };
  }
  const lines = cartLines();
  for (const [i, request] of requests.entries()) {
    const error = put(lines, found[i], request);
    if (error) return { error };
  }
  save(lines);
  return {};
}

/**
 * @param {Line[]} lines changed in place
 * @param {import('./live.js').Product} product
 * @param {Request} request
 * @returns {string | undefined} why not
 */
function put(lines, product, request) {
  const { variants } = product;
  if (!request.variant && variants.length > 1) return 'Please choose one first';
  const variant = request.variant ? variants.find((one) => one.sku === request.variant) : variants[0];
  if (!variant) return 'This form is no longer sold';
  if (variant.stock === 0) return 'Sold out';
  let line = lines.find((one) => one.variant === variant.sku);
  if (!line) {
    line = {
      product: product.key,
      variant: variant.sku,
      title: product.title,
      form: variant.title,
      url: product.url,
      image: product.image,
      quantity: 0,
      price_minor: variant.price_minor,
      stock: variant.stock,
    };
    lines.push(line);
  }
  line.price_minor = variant.price_minor;
  line.stock = variant.stock;
  const wanted = line.quantity + request.quantity;
  if (wanted > limit(line)) return variant.stock < MOST ? `Only ${variant.stock} left` : `At most ${MOST} per order`;
  line.quantity = wanted;
  return undefined;
}

/**
 * Takes lines out again.
 * @param {Request[]} requests without a variant: the newest line of the product
 */
export function removeFromCart(requests) {
  const lines = cartLines();
  for (const request of requests) {
    const { product, variant } = request;
    const fitting = lines.filter((line) => line.product === product && (!variant || line.variant === variant));
    const at = lines.indexOf(fitting[fitting.length - 1]);
    if (at < 0) continue;
    lines[at].quantity -= request.quantity;
    if (lines[at].quantity <= 0) lines.splice(at, 1);
  }
  save(lines);
}

/**
 * @param {string} variant
 * @param {number} quantity 0 takes the line out
 */
export function setQuantity(variant, quantity) {
  const lines = cartLines();
  const line = lines.find((one) => one.variant === variant);
  if (!line) return;
  line.quantity = Math.min(quantity, limit(line));
  save(lines.filter((one) => one.quantity > 0));
}

/** Makes the cart the last order and empties it. */
export function placeOrder() {
  write(ORDER, cartLines());
  write(ORDERED_AT, Date.now());
  save([]);
}

/** @returns {Line[]} lines of the last order */
export function lastOrder() {
  return read(ORDER, []);
}

/** @returns {number | undefined} when it was placed, unix milliseconds */
export function orderedAt() {
  return read(ORDERED_AT, undefined);
}
