/**
 * The built shops that the journeys walk through, as `cargo xtask test` leaves them in `target/demo`; COBUY_DEMO names
 * another folder of the same shape: `<shop>/site`, `<shop>/work`, `<shop>/golden.jsonl`.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
const DEMO = process.env.COBUY_DEMO ?? join(ROOT, 'target/demo');
/** The command that ranks natively; COBUY_PROGRAM names another build of it. */
export const PROGRAM = process.env.COBUY_PROGRAM ?? join(TARGET, 'debug/cobuy');

/** The generated shop, and the same with its snapshot split into 256 shards. */
export const SHOPS = /** @type {const} */ (['shop', 'shop-k2']);
/** The shop over Online Retail, built where its orders are at hand. */
export const REAL_SHOP = 'orders_2010-12_2011-10';

/** @param {string} shop @param {string} path */
export const placeOf = (shop, path) => join(DEMO, shop, path);
/** @param {string} shop */
export const isBuilt = (shop) => existsSync(placeOf(shop, 'site/recs/v1/base.bin'));
/** @param {string} shop @param {string} path */
export const textOf = (shop, path) => readFileSync(placeOf(shop, path), 'utf8');

/**
 * A product as the demo's own catalogue has it.
 * @typedef {object} Product
 * @property {string} key
 * @property {string} title
 * @property {string} shelf
 * @property {{ sku: string, title: string, stock: number }[]} variants
 */

/** @param {string} shop @returns {Product[]} */
export const productsOf = (shop) => JSON.parse(textOf(shop, 'data/catalogue.json')).products;

/** @param {Product} product */
export const available = (product) => product.variants.some(({ stock }) => stock > 0);

/**
 * Keys that `cobuy explain` ranks first: the native engine over the same files.
 *
 * @param {string} shop
 * @param {{ product?: string, placement?: 'pdp' | 'cart', cart?: string[], seen?: string[], work?: boolean }} request
 */
export function explain(shop, { product, placement = 'pdp', cart = [], seen = [], work = false }) {
  const list = (/** @type {string} */ option, /** @type {string[]} */ keys) => (keys.length ? [option, keys.join(',')] : []);
  const text = execFileSync(
    PROGRAM,
    [
      'explain',
      placeOf(shop, 'site/recs'),
      ...(product ? [product] : []),
      ...['--placement', placement],
      ...list('--cart', cart),
      ...list('--seen', seen),
      ...(work ? ['--work', placeOf(shop, 'work')] : []),
    ],
    { encoding: 'utf8' },
  );
  return { text, keys: [...text.matchAll(/^ +\d+\. (\S+)/gm)].map(([, key]) => key) };
}

/** The lines that `cobuy tags` printed for a shop: the theme and the loader. @param {string} shop */
export const loaderTag = (shop) => textOf(shop, 'tags.html');

/** Name of a product's shard, as a browser finds it: the first digits of the key's SHA-256. @param {string} shop @param {string} key */
export function shardOf(shop, key) {
  const digits = Number(/data-k="(\d)"/.exec(loaderTag(shop))?.[1]);
  return digits ? createHash('sha256').update(key).digest('hex').slice(0, digits) : 'all';
}

/**
 * What `cobuy replay` says of a session that a page recorded: the native engine, step by step, over the same files.
 *
 * @param {string} shop
 * @param {object} session
 * @param {string[]} [options]
 */
export function replay(shop, session, options = []) {
  const folder = mkdtempSync(join(tmpdir(), 'cobuy-replay-'));
  try {
    const file = join(folder, 'session.json');
    writeFileSync(file, JSON.stringify(session));
    return execFileSync(PROGRAM, ['replay', file, placeOf(shop, 'site/recs'), ...options], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
