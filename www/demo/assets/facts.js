/** What the shop states of its customer and its stock; in this demonstration the panel at the foot of the page sets it. */
import { read, write } from './store.js';

const KEY = 'shop.facts.v1';

/** @returns {Record<string, string | boolean>} all of it, as the panel's form holds it */
export const settings = () => read(KEY, {});

/** @param {Record<string, string | boolean>} values */
export const set = (values) => write(KEY, values);

/** Facts for cobuy: only what is so. @returns {Record<string, string | boolean>} */
export function stated() {
  const { sold_out: _, confirmation: __, clock: ___, ...facts } = settings();
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value));
}

/** Key of the product that has just sold out. @returns {string} */
export const soldOut = () => String(settings().sold_out ?? '');
