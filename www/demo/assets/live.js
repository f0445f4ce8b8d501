/**
 * Price and stock now. The whole shop's prices are one compact file (`/data/live.json`), a product's variants are its
 * own (`/data/products/<key>.json`); a page fetches the first at most once a minute, the second when it adds.
 */

/**
 * A row of live.json: price in minor units, 1 if variants differ in price, 1 if any can be bought, number of variants,
 * pieces left of all of them, and for a product with one variant its id.
 * @typedef {[number, 0 | 1, 0 | 1, number, number, string?]} LiveRow
 */
/** @typedef {{ sku: string, title: string, price_minor: number, stock: number }} Variant */
/** @typedef {{ key: string, title: string, url: string, image: string, variants: Variant[] }} Product */

const FRESH_MS = 60_000;

/** @type {{ at: number, rows: Promise<Record<string, LiveRow>> } | undefined} */
let latest;
/** @type {Map<string, Promise<Product>>} */
const products = new Map();

/** @param {string} address */
async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

/** Rows of all products, at most a minute old. */
export function liveRows() {
  if (!latest || performance.now() - latest.at > FRESH_MS) {
    latest = { at: performance.now(), rows: json('/data/live.json') };
    latest.rows.catch(() => (latest = undefined));
  }
  return latest.rows;
}

/**
 * One product with its variants.
 * @param {string} key
 * @returns {Promise<Product>}
 */
export function productOf(key) {
  let product = products.get(key);
  if (!product) {
    product = json(`/data/products/${encodeURIComponent(key)}.json`);
    product.catch(() => products.delete(key));
    products.set(key, product);
  }
  return product;
}
