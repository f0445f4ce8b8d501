// The npm package: importing it touches nothing of the browser, so that servers can render pages that use it.

import { define } from './element.js';
import { page } from './page.js';

/**
 * Defines the elements and says where the snapshot lies. Call it once in the browser; later calls use the first
 * one's settings.
 * @param {import('./types.d.ts').Options} options
 * @returns {import('./types.d.ts').Page}
 */
export function start({ snapshot, k, wasm, core, host, consent, full }) {
  const self = page({
    snapshot: absolute(snapshot),
    k,
    consent,
    ...beside(full),
    ...(core && { core: module(absolute(core)) }),
    ...(host && { host: module(absolute(host)) }),
    ...(wasm && { wasm: files(absolute(wasm)) }),
  });
  define(self);
  return self;
}

/** @param {string | URL} address as the page means it */
const absolute = (address) => new URL(address, location.href).href;

/**
 * The parts that lie beside this file. Bundlers follow these forms alone: a literal import, and a literal with
 * `import.meta.url`. They emit what is named so, and put its new address here.
 * @param {boolean} [full]
 * @returns {import('./types.d.ts').Parts}
 */
const beside = (full) => ({
  core: () => (full ? import('./cobuy-core-full.js') : import('./cobuy-core.js')),
  host: () => import('./hosts/generic.js'),
  wasm: (other) => fetch(full || other ? new URL('./cobuy-full.wasm', import.meta.url) : new URL('./cobuy.wasm', import.meta.url)),
});

/** A module whose address the page gave: bundlers shall not look for it. @param {string} address @returns {() => Promise<any>} */
const module = (address) => () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ address);

/** A wasm whose address the page gave, and the one beside it. @param {string} address @returns {import('./types.d.ts').Parts['wasm']} */
const files = (address) => (other = address) => fetch(new URL(other, address));

/**
 * The list as data; never rejects. The page's own session counts unless `cart` or `seen` are given.
 * @param {import('./types.d.ts').Request} [request]
 * @returns {Promise<import('./types.d.ts').Answer>}
 */
export async function recommend(request) {
  const self = globalThis.cobuy;
  if (self && 'recommend' in self) return self.recommend(request);
  const { placement = 'pdp' } = request ?? {};
  return { items: [], placement, arm: 'default', generation: '', silence: 'not-started' };
}

/**
 * What happened on this page, step by step (docs/SESSION.md); nothing before the first list is asked for.
 * @returns {any}
 */
export function session() {
  const self = globalThis.cobuy;
  return self && 'session' in self ? self.session?.() : undefined;
}
