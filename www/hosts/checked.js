// What comes from the shop, from its page or from storage, as plain values of the kinds that host.d.ts names. What is
// wrong is taken for absent, one value at a time, so that the rest still counts.

import { plain } from '../loader/wire.js';

/** What a value should be; undefined where it is something else. @template T @typedef {(value: unknown) => T | undefined} Kind */

/** A member of an object; reading it may throw, which says nothing. @param {any} of @param {string} name @returns {unknown} */
export function member(of, name) {
  try {
    return of?.[name] ?? undefined;
  } catch {
    return undefined;
  }
}

/** A number of something, 0 or more; shops also write it as a text. @type {Kind<number>} */
export function number(value) {
  const given = typeof value === 'number' || (typeof value === 'string' && value);
  const read = given ? Number(value) : NaN;
  return read >= 0 && read < Infinity ? read : undefined;
}

/** A whole number, such as minor units of money: what has decimals is in another unit. @type {Kind<number>} */
export const whole = (value) => {
  const read = number(value);
  return Number.isSafeInteger(read) ? read : undefined;
};

/** A text of one line; shops have numbers for keys. @type {Kind<string>} */
export const text = (value) => (typeof value === 'string' || number(value) !== undefined ? plain(value) : undefined);

/** Yes or no. @type {Kind<boolean>} */
export const flag = (value) => (typeof value === 'boolean' ? value : value === 0 || value === 1 ? !!value : undefined);

/** A fact as rules compare it. @type {Kind<string | number | boolean>} */
const fact = (value) => (/^(string|number|boolean)$/.test(typeof value) ? /** @type {any} */ (value) : undefined);

/**
 * Values of one kind by name.
 * @template T @param {Kind<T>} kind @param {unknown} of @returns {Record<string, T>}
 */
export function named(kind, of) {
  /** @type {[string, T][]} */
  const all = [];
  for (const name of of && typeof of === 'object' ? Object.keys(of) : []) {
    const value = kind(member(of, name));
    if (value !== undefined) all.push([name, value]);
  }
  return Object.fromEntries(all);
}

/**
 * The members of an object that are of these kinds.
 * @template {Record<string, Kind<any>>} S
 * @param {S} shape
 * @returns {Kind<{ [Name in keyof S]?: S[Name] extends Kind<infer T> ? T : never }>}
 */
export const shaped = (shape) => (of) => {
  if (!of || typeof of !== 'object') return undefined;
  const all = Object.keys(shape).map((name) => [name, shape[name](member(of, name))]);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
};

/** The members of a list that are of one kind. @template T @param {Kind<T>} kind @returns {(list: unknown) => T[]} */
export const list = (kind) => (all) => {
  const found = [];
  for (let at = 0; Array.isArray(all) && at < all.length; at++) {
    const one = kind(member(all, `${at}`));
    if (one !== undefined) found.push(one);
  }
  return found;
};

/** Where the shopper is. @param {unknown} of @returns {import('./host.d.ts').PageFacts} */
export const page = (of) => {
  const { type = 'other', ...facts } = shaped({ type: text, product: text, category: text, query: text, step: text })(of) ?? {};
  return /** @type {import('./host.d.ts').PageFacts} */ ({ type, ...facts });
};

/** Lines of a cart or an order; a line without a quantity is there, and what it is worth is not known. */
export const lines = list((of) => {
  const { product, quantity = NaN, ...line } =
    shaped({ product: text, variant: text, quantity: number, price_minor: whole, title: text })(of) ?? {};
  if (!product) return undefined;
  if (quantity > 0) return /** @type {import('./host.d.ts').CartLine} */ ({ product, quantity, ...line });
  return { product, quantity: 1, ...line, price_minor: undefined };
});

/** What was bought before: a key, or with the time. */
export const purchases = list((of) => {
  const { product = text(of), bought_at } = shaped({ product: text, bought_at: whole })(of) ?? {};
  return product ? { product, bought_at } : undefined;
});

/** Price and stock of a product. */
export const live = shaped({
  price_minor: whole, price_from: flag, unit_price: text, available: flag, variants: whole, variant: text,
  min: number, step: number, left: whole, prior_price_minor: whole,
});

/** Forms in which a product can be bought. */
export const variants = list((of) => {
  const { id, title, ...variant } = shaped({ id: text, title: text, price_minor: whole, available: flag })(of) ?? {};
  return id ? { id, title: title ?? id, ...variant } : undefined;
});

/** What the shopper allows: nothing but a yes is one. */
export const consent = shaped({ storage: flag, analytics: flag });

/** Facts for rules, by name. @param {unknown} of */
export const facts = (of) => named(fact, of);
