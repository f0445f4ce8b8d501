// A shop's page over the package: a tent, what goes with it, and a cart. Nothing here says where the package's files lie.

import { start } from 'cobuy';

/** @type {Record<string, number>} */
const PRICES = { tent: 10000, dome: 14000, palace: 19000, pegs: 900, lamp: 2000, mat: 4500 };

/** What goes into the cart, and who wants to know of it. */
function cart() {
  /** @type {import('cobuy/host').CartLine[]} */
  const lines = [];
  const page = new EventTarget();
  return {
    get: () => lines,
    /** @param {() => void} changed */
    subscribe(changed) {
      page.addEventListener('change', changed);
      return () => page.removeEventListener('change', changed);
    },
    /** @param {import('cobuy/host').AddLine[]} more */
    add(more) {
      lines.push(...more);
      const words = lines.map(({ product, variant }) => variant ?? product);
      for (const shown of document.querySelectorAll('output')) shown.value = words.join(', ');
      page.dispatchEvent(new Event('change'));
    },
  };
}

/** Starts the page. Called once, in the browser. */
export function open() {
  const { add, ...shown } = cart();
  document.querySelector('#buy')?.addEventListener('click', () => add([{ product: 'tent', quantity: 1 }]));
  // The consent manager, as WordPress has it: the shop itself says nothing.
  Object.assign(globalThis, { wp_has_consent: (/** @type {string} */ purpose) => purpose === 'preferences' });
  /** @type {import('cobuy/host').CobuyHost} */
  const host = {
    page: () => ({ type: 'product', product: 'tent' }),
    cart: shown,
    add,
    variants: () => [
      { id: 'red-lamp', title: 'Red' },
      { id: 'blue-lamp', title: 'Blue' },
    ],
    live: (keys) =>
      Object.fromEntries(keys.map((key) => [key, { price_minor: PRICES[key] ?? 0, variants: key === 'lamp' ? 2 : 1 }])),
  };
  start({ snapshot: '/recs/', k: 0 }).push(['host', host]);
}
