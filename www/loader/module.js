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
    snapshot: new URL(snapshot, location.href).href,
    k,
    wasm: `${wasm ?? (full ? new URL('./cobuy-full.wasm', import.meta.url) : new URL('./cobuy.wasm', import.meta.url))}`,
    code: `${core ?? (full ? new URL('./cobuy-core-full.js', import.meta.url) : new URL('./cobuy-core.js', import.meta.url))}`,
    hosts: `${host ?? new URL('./hosts/generic.js', import.meta.url)}`,
    consent,
  });
  define(self);
  return self;
}

/**
 * The list as data; never rejects. The page's own session counts unless `cart` or `seen` are given.
 * @param {import('./types.d.ts').Request} [request]
 * @returns {Promise<import('./types.d.ts').Answer>}
 */
export async function recommend(request = {}) {
  const self = globalThis.cobuy;
  if (self && 'recommend' in self) return self.recommend(request);
  const { placement = 'pdp' } = request;
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
