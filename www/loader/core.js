// Everything heavy but the wasm itself: brings wasm, files and host together. Rust decides what is shown
// (src/handle.rs); here is what is asynchronous.

import init, * as wasm from 'cobuy-glue';
import { Fault } from './files.js';

/** @typedef {import('./types.d.ts').Page} Page */
/** @typedef {import('./types.d.ts').Slot} Slot */

const KEPT = 'cobuy.v1';
/** Longest that a list beside money waits for the host's word on price and stock. */
const LIVE_WAIT_MS = 300;
/** The host's prices are those of the snapshot: currency, country, tax display and customer group agree. */
const SAME_PRICES = 32;

/**
 * @param {Page} page
 * @param {{ adapt: typeof import('../hosts/adapter.d.ts').adapt }} hosts
 * @param {Response} module
 * @param {Uint8Array} base
 * @returns {Promise<import('./types.d.ts').Core>}
 */
export async function start(page, hosts, module, base) {
  if (!module.ok) throw new Fault('no-wasm', `${module.url}: ${module.status}`);
  await init({ module_or_path: module }).catch((/** @type {unknown} */ error) => {
    throw new Fault('no-wasm', String(error));
  });

  const host = hosts.adapt(page.host, document);
  /** @type {Map<Slot, number>} */
  const ids = new Map();
  /** @type {Map<string, Promise<void>>} */
  const shards = new Map();
  let next = 1;
  /** @type {CSSStyleSheet | undefined} */
  let sheet;
  let allowed = false;

  /** A trap in the wasm ends it for good; the page stays as it was. */
  addEventListener('error', (event) => {
    if (event.error instanceof WebAssembly.RuntimeError) {
      event.preventDefault();
      page.fail(new Fault('trap', String(event.error)));
    }
  });

  const bridge = {
    can: host.can,
    /** @param {number} slot @param {string} product @param {string} variant @param {number} quantity */
    change(slot, product, variant, quantity) {
      const line = { product, quantity, ...(variant && { variant }) };
      host.change(line).then(
        (why) => wasm.outcome(slot, product, variant, Math.abs(quantity), why ? 0 : Math.sign(quantity), why ?? ''),
        () => wasm.outcome(slot, product, variant, 0, 0, ''),
      );
    },
    /** @param {number} slot @param {string} product */
    async variants(slot, product) {
      const all = (await host.variants(product)) ?? [];
      for (const { id, title, price_minor = -1, available = true } of all) {
        wasm.variant(slot, product, id, title, price_minor, available);
      }
      if (!all.length) wasm.outcome(slot, product, '', 0, 0, '');
    },
    open: () => host.open(),
    navigate: host.navigate,
    /** @param {Slot} slot @param {string} name @param {unknown} detail @param {boolean} cancelable */
    emit(slot, name, detail, cancelable) {
      host.track(name, detail);
      return slot.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
    },
    /** @param {number} amount @param {string} currency @param {number} digits */
    money(amount, currency, digits) {
      const style = { style: /** @type {const} */ ('currency'), currency, minimumFractionDigits: digits };
      return new Intl.NumberFormat(host.locale(), style).format(amount);
    },
    /** @param {string} name @param {string} text */
    word: (name, text) => page.texts[name] ?? text,
    /** @param {ShadowRoot} root @param {string} css */
    adopt(root, css) {
      if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
      }
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
    },
    /** @param {string} text */
    keep: (text) => void (allowed && stored((storage) => storage.setItem(KEPT, text))),
  };

  const onScreen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entries) {
        const id = ids.get(/** @type {Slot} */ (target));
        const half = intersectionRatio >= 0.5 || intersectionRect.height * 2 >= (rootBounds?.height ?? Infinity);
        if (id) wasm.seen(id, isIntersecting, half);
      }
    },
    { threshold: [0, 0.5] },
  );

  /** @param {string} keys */
  const lines = (keys) => (keys ? keys.split('\n') : []);

  /** Takes the shards of these keys in; a key whose shard is at hand costs nothing. @param {string} keys */
  const load = (keys) =>
    Promise.all(
      lines(keys).map((key) => {
        const waiting =
          shards.get(key) ??
          page.data.shard(key).then((bytes) => {
            if (!wasm.shard(bytes)) throw new Fault('bad-shard', `the shard of ${key} is damaged`);
          });
        shards.set(key, waiting);
        return waiting;
      }),
    );

  /** Asks the host about price and stock. @param {string} keys */
  const renewLive = async (keys) => {
    for (const facts of await host.live(lines(keys))) {
      const { key, price_minor = -1, price_from = false, unit_price = '', available = true } = facts;
      const { variants = 0, variant = '', min = 1, step = 1 } = facts;
      const quantity = Math.ceil(min / step) * step;
      wasm.live(key, price_minor, price_from, unit_price, available, variants, variant, quantity);
    }
  };

  /** From what a list needs to what it shows. @param {Slot} slot @param {number} id */
  const fill = async (slot, id) => {
    try {
      await load(wasm.wants(id));
      // Beside money a card never shows a price that is about to change.
      const money = slot.getAttribute('placement') !== 'pdp';
      if (money) {
        const wait = new Promise((resolve) => setTimeout(resolve, LIVE_WAIT_MS));
        await Promise.race([renewLive(wasm.candidates(id)), wait]);
      }
      if (!ids.has(slot)) return;
      wasm.paint();
      await renewLive(wasm.candidates(id));
      wasm.paint();
      rest();
    } catch (error) {
      page.fail(error, slot);
    }
  };

  /** More shards when the page rests: they re-rank what is not on screen. */
  const rest = () =>
    (globalThis.requestIdleCallback ?? setTimeout)(async () => {
      const keys = wasm.idle();
      if (!keys) return;
      await load(keys).catch(() => {});
      wasm.paint();
    });

  const renewCart = async () => {
    const [cart, facts] = await Promise.all([host.cart(), host.page()]);
    wasm.turn(facts.product ?? '');
    if (wasm.cart(cart.map((line) => line.product).join('\n'))) {
      await Promise.all([...ids].map(([slot, id]) => fill(slot, id)));
    }
  };

  const [facts, cart, customer, terms, consent] = await Promise.all([
    host.page(),
    host.cart(),
    host.customer(),
    host.terms(),
    host.consent(({ storage }) => allow(storage)),
  ]);
  /** @param {boolean | undefined} storage */
  const allow = (storage) => {
    allowed = !!storage;
    if (allowed) wasm.settle();
    else stored((store) => store.removeItem(KEPT));
  };
  allowed = !!consent.storage;
  const kept = (allowed && stored((storage) => storage.getItem(KEPT))) || '';
  wasm.start(bridge, host.locale(), facts.product ?? '', kept, page.since);
  if (!wasm.base(base)) throw new Fault('bad-base', 'base.bin is damaged');
  const own = wasm.terms().split('\n');
  const same = terms.every((term, i) => term === undefined || !own[i] || term === own[i]);
  const able = () => wasm.able(host.can | (same ? SAME_PRICES : 0));
  able();
  wasm.cart(cart.map((line) => line.product).join('\n'));
  const order = await host.order();
  wasm.purchases([...(customer.purchases ?? []), ...order.map((line) => line.product)].join('\n'));
  if (!allowed) stored((store) => store.removeItem(KEPT));
  host.watch(() => void renewCart());
  addEventListener('pageshow', (event) => event.persisted && renewCart());

  return {
    attach(slot) {
      if (ids.has(slot) || !slot.shadowRoot) return;
      const id = next++;
      ids.set(slot, id);
      wasm.attach(id, slot, slot.shadowRoot);
      onScreen.observe(slot);
      void fill(slot, id);
    },
    detach(slot) {
      const id = ids.get(slot);
      if (!id) return;
      ids.delete(slot);
      onScreen.unobserve(slot);
      wasm.detach(id);
    },
    update(slot) {
      const id = ids.get(slot);
      if (id) void fill(slot, id);
    },
    renew() {
      able();
      void renewCart();
    },
    async recommend({ placement = 'pdp', product = '', cart, seen, limit = 0 }) {
      const own = !cart && !seen;
      const keys = [product, ...(cart ?? []), ...(seen ?? [])].filter(Boolean).slice(0, 12);
      await load(keys.join('\n'));
      return wasm.recommend(placement, product, own, (cart ?? []).join('\n'), (seen ?? []).join('\n'), limit);
    },
  };
}

/**
 * Storage may be forbidden, full or gone at any moment; then nothing is kept.
 * @template T
 * @param {(storage: Storage) => T} act
 */
function stored(act) {
  try {
    return act(localStorage);
  } catch {
    return undefined;
  }
}
