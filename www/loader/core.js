// Everything heavy but the wasm itself: brings wasm, files and host together. Rust decides what is shown
// (src/handle.rs); here is what is asynchronous.

import * as wasm from 'cobuy-glue';
import { Fault } from './files.js';
import { encode } from './wire.js';

/** @typedef {import('./types.d.ts').Page} Page */
/** @typedef {import('./types.d.ts').Slot} Slot */

/** Longest that a list beside money waits for the host's word on price and stock. */
const LIVE_WAIT_MS = 300;
/** Shards that are loaded when the page rests, and in all. */
const [IDLE_SHARDS, MOST_SHARDS] = [4, 12];
/** Comes when somebody buys what takes more than one click. */
const buying = () => import('./cobuy-buy.js');
/**
 * What Rust calls while it works. A throw would leave it in the middle of that for good: what throws does nothing.
 * @template {any[]} A @template T @param {(...given: A) => T} act
 */
const quiet = (act) => (/** @type {A} */ ...given) => {
  try {
    return act(...given);
  } catch {
    return undefined;
  }
};

/** Whether the shop has rules or bundles (their sections stand in the directory of its base, FORMAT.md), or the page an
 * element that only the full widget draws. @param {Uint8Array} base */
const needsFull = (base) =>
  /RULE|BNDL/.test(String.fromCharCode(...base.subarray(16, 16 + 12 * (base[7] ?? 0)))) ||
  document.querySelector('cobuy-bundle,cobuy-offer');

/**
 * @param {Page} page
 * @param {{ adapt: typeof import('../hosts/adapter.d.ts').adapt }} hosts
 * @param {Response} module
 * @param {Uint8Array} base
 * @returns {Promise<import('./types.d.ts').Core>}
 */
export async function start(page, hosts, module, base) {
  if (!COBUY_FULL && needsFull(base)) {
    // The script tag did not say so: one more round trip, and the page's own wasm is not used.
    const { start } = await import('./cobuy-core-full.js');
    return start(page, hosts, await page.settings.wasm('cobuy-full.wasm'), base);
  }
  if (!module.ok) throw new Fault('no-wasm', `${module.url}: ${module.status}`);
  // Compiling while it arrives wants the exact type; where a server sends another, it is compiled when it is there.
  const streams = module.headers.get('content-type') === 'application/wasm';
  const compiled = streams ? WebAssembly.compileStreaming(module) : WebAssembly.compile(await module.arrayBuffer());
  wasm.initSync({
    module: await compiled.catch((/** @type {unknown} */ error) => {
      throw new Fault('no-wasm', String(error));
    }),
  });

  // The shop's own deferred scripts hand the host in. A list drawn before them would know neither cart nor stock.
  const [loading] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  const parsed = document.readyState === 'complete' || loading?.domContentLoadedEventStart;
  if (!parsed && !Object.keys(page.host).length) {
    await new Promise((resolve) => addEventListener('DOMContentLoaded', resolve, { once: true }));
  }

  const host = hosts.adapt(page.host, document, page.since, page.settings.consent);
  const { session } = host;
  /** @type {Map<Slot, number>} */
  const ids = new Map();
  /** Elements that open a layer above the page. @type {Map<Slot, import('../elements/dialogs.d.ts').Layer>} */
  const layers = new Map();
  /** @type {Map<string, Promise<void>>} */
  const shards = new Map();
  const sheet = new CSSStyleSheet();
  let next = 1;
  /** In which language and currency amounts are written, and how. */
  let [terms, written] = ['', (/** @type {number} */ _) => ''];

  // A trap in the wasm ends it for good; the page stays as it was.
  addEventListener('error', (event) => {
    if (event.error instanceof WebAssembly.RuntimeError) {
      event.preventDefault();
      page.fail(new Fault('trap', String(event.error)));
    }
  });

  /** @param {number} id */
  const slotOf = (id) => [...ids].find(([, known]) => known === id)?.[0];
  /** Makes the formatter of amounts anew where they are in another currency, or the page in another language. Browsers differ in
   * how many decimals a currency has, so they are told. @param {string} currency @param {number} decimals */
  const settle = (currency, decimals) => {
    const locale = host.locale();
    const now = [locale, currency, decimals].join();
    if (now === terms) return;
    [terms, written] = [now, () => ''];
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    const { format } = new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits });
    written = (minor) => format(minor / 10 ** decimals);
  };

  /** @param {Slot} slot @param {string} name @param {unknown} detail @param {boolean} cancelable */
  const emit = (slot, name, detail, cancelable) => {
    host.track(name, detail, slot);
    return slot.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
  };

  /** A bundle's members. A code is the shopper's to enter, later: only what comes by itself can be looked for.
   * @param {number} id @param {string} lines @param {string} bundle @param {string} code @param {number} saving_minor */
  const add = async (id, lines, bundle, code, saving_minor) => {
    const { all } = await buying();
    const why = await all(host, lines, code ? 0 : saving_minor);
    const missing = why === 'missing';
    const slot = slotOf(id);
    if (missing && slot) emit(slot, 'cobuy-missing', { bundle, saving_minor }, false);
    if (missing) session.event(`discount-missing/${bundle}`);
    wasm.outcome(id, encode(['', '', why]), missing || why === undefined ? 1 : 0);
  };

  wasm.start({
    /** @param {number} id @param {string} product @param {string} variant @param {number} quantity */
    async change(id, product, variant, quantity) {
      const line = { product, quantity: Math.abs(quantity), ...(variant && { variant }) };
      const why = await (quantity < 0 ? host.remove([line]) : host.add([line]));
      wasm.outcome(id, encode([product, variant, why]), why === undefined ? quantity : 0);
    },
    ...(COBUY_FULL ? { add } : {}),
    /** @param {number} id @param {string} product */
    async variants(id, product) {
      const [{ choice }, all] = await Promise.all([buying(), host.variants(product)]);
      const list = choice(all, wasm.choose(id, product, !!all.length), written);
      const card = slotOf(id)?.shadowRoot?.querySelector(`[data-key="${CSS.escape(product)}"] [part=buy]`);
      card?.querySelector('select')?.remove();
      if (all.length) card?.append(list);
      // Only what is drawn takes the focus.
      requestAnimationFrame(() => list.focus());
    },
    open: host.open,
    emit,
    currency: quiet(settle),
    /** @param {number} minor */
    money: (minor) => written(minor),
    /** @param {string} name @param {string} text */
    word: (name, text) => (typeof page.texts[name] === 'string' ? page.texts[name] : text),
    adopt: quiet((/** @type {ShadowRoot} */ root, /** @type {string} */ css) => {
      if (!sheet.cssRules.length) sheet.replaceSync(css);
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
    }),
    fallback: quiet((/** @type {ShadowRoot} */ root, /** @type {boolean} */ show) => {
      root.querySelector('slot')?.toggleAttribute('hidden', !show);
      root.querySelector('section')?.toggleAttribute('hidden', show);
    }),
    room: quiet((/** @type {Slot} */ slot) => {
      const { top, height } = slot.getBoundingClientRect();
      // What has no box yet, in a closed layer or a hidden step, moves nothing.
      return slot.getClientRects().length && top < innerHeight ? height : -1;
    }),
    fits: quiet((/** @type {Slot} */ slot, /** @type {number} */ height) => {
      slot.style.minBlockSize = `${height}px`;
      return Math.abs(slot.getBoundingClientRect().height - height) < 1;
    }),
  });
  if (!wasm.base(base)) throw new Fault('bad-base', 'base.bin is damaged');

  const onScreen = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        const id = ids.get(/** @type {Slot} */ (target));
        if (id) wasm.seen(id, intersectionRatio >= 0.5);
      }
    },
    { threshold: [0, 0.5] },
  );

  /** A click or a choice in a shelf: which part of which card? @param {Event} event */
  const press = (event) => {
    const id = ids.get(/** @type {Slot} */ (/** @type {ShadowRoot} */ (event.currentTarget).host));
    const part = /** @type {HTMLInputElement | null} */ (/** @type {Element} */ (event.target).closest('a,button,select,input'));
    if (!id || !part || part.matches('select,input') !== (event.type === 'change')) return;
    const key = part.closest('[data-key]')?.getAttribute('data-key') ?? '';
    const price = /** @type {any} */ (part).selectedOptions?.[0]?.dataset.price;
    const url = wasm.press(id, encode([key, part.getAttribute('part'), part.value, price]));
    // What was pressed is about to go: the focus stays in its card.
    if (part.matches('[part=choice],[part=undo]')) requestAnimationFrame(() => part.parentElement?.querySelector('button')?.focus());
    const { button, ctrlKey, metaKey, shiftKey, altKey } = /** @type {MouseEvent} */ (event);
    const plain = !(button || ctrlKey || metaKey || shiftKey || altKey);
    // A card without an address leads nowhere: an empty one would open this page anew.
    if (plain && (url ? host.navigate(url) : part.matches('a'))) event.preventDefault();
  };

  /** Takes the shards of these keys in; a key whose shard is at hand costs nothing. @param {string[]} keys */
  const load = (keys) =>
    Promise.all(
      keys.map((key) => {
        const waiting =
          shards.get(key) ??
          page.data.shard(key).then((bytes) => {
            if (!wasm.shard(bytes)) throw new Fault('bad-shard', `the shard of ${key} is damaged`);
            session.had(key);
          });
        shards.set(key, waiting);
        return waiting;
      }),
    );

  /** Asks the host about price and stock of what the lists show or would show; what is sold out makes room for others, which
   * are asked about in turn. */
  const renewLive = async () => {
    const asked = new Set(['']);
    for (;;) {
      const all = [...ids.values()].flatMap((id) => wasm.candidates(id).split('\n'));
      const keys = all.filter((key) => !asked.has(key) && asked.add(key));
      if (!keys.length) return;
      for (const facts of await host.live(keys)) {
        const { key, price_minor, price_from, unit_price, available = true } = facts;
        const { variants = 0, variant, min = 1, step = 1, left, prior_price_minor, asked_at } = facts;
        const quantity = Math.ceil(min / step) * step;
        const now = [price_minor, +!!price_from, +available, variants, quantity, left, prior_price_minor, asked_at];
        wasm.live(encode([key, unit_price, variant, ...now]));
      }
    }
  };

  const tell = () => wasm.session(encode(session.told()), host.can);

  /** What rules and bundles would know more by. */
  const wanted = () => wasm.wanted().split('\n').filter((key) => key && !shards.has(key)).slice(0, MOST_SHARDS - shards.size);

  let tick = 0;
  const again = () => {
    tell();
    paint(0);
  };
  /** Brings lists up to date; again in a second where what they say depends on the time. @param {number} id */
  const paint = (id) => {
    clearTimeout(tick);
    if (wasm.paint(id)) tick = window.setTimeout(again, 1000 - (Date.now() % 1000));
    if (!COBUY_FULL) return;
    const keys = wanted();
    if (keys.length) load(keys).then(() => paint(0), () => {});
  };

  /** From what a list needs to what it shows. @param {Slot} slot @param {number} id */
  const fill = async (slot, id) => {
    try {
      // A set is a sum, and which set there is depends on what can be bought.
      const besideMoney = /cart|checkout|bundle/.test(slot.getAttribute('placement') ?? slot.localName);
      // Without what rules would know more by a list is only a little less than it could be.
      if (COBUY_FULL) await Promise.allSettled([load(session.needs(slot)), load(wanted())]);
      await load(session.needs(slot)).catch((error) => {
        // Nobody waits for a list that cannot come.
        wasm.detach(id);
        paint(0);
        throw error;
      });
      // Beside money a card never shows a price that is about to change.
      if (besideMoney) await Promise.race([renewLive(), new Promise((resolve) => setTimeout(resolve, LIVE_WAIT_MS))]);
      if (!ids.has(slot)) return;
      paint(id);
      await renewLive();
      paint(id);
      (globalThis.requestIdleCallback ?? setTimeout)(rest);
    } catch (error) {
      page.fail(error, slot);
    }
  };

  /** More shards when the page rests: they re-rank what is not on screen. */
  const rest = async () => {
    const keys = session.more(shards, Math.min(IDLE_SHARDS, MOST_SHARDS - shards.size));
    if (!keys.length) return;
    await load(keys).catch(() => {});
    paint(0);
  };

  /** Asks the host for everything, and to call back; it may have come, or grown, since it was last asked. */
  const renew = async () => {
    const { storage } = await host.consent((consent) => {
      session.allow(consent.storage);
      tell();
    });
    page.events.splice(0).forEach(session.event);
    await session.renew(host);
    session.allow(storage);
    tell();
    host.watch(renewAll);
    const line = session.grown();
    for (const layer of layers.values()) layer.renewed(line);
  };
  const renewAll = async () => {
    await renew();
    await Promise.all([...ids].map(([slot, id]) => fill(slot, id)));
  };

  /** @param {Slot} slot */
  const layer = async (slot) => {
    const { open } = await import('./elements/dialogs.js');
    // One by one: taken as a whole, all of the glue would have to be kept.
    const rust = COBUY_FULL && { attach: wasm.attach, detach: wasm.detach, option: wasm.option, interrupt: wasm.interrupt };
    if (slot.isConnected && !layers.has(slot)) layers.set(slot, open(slot, { page, host, tell, emit, rust, ids, id: () => next++ }));
  };

  page.session = session.record;
  await renew();
  addEventListener('pageshow', (event) => event.persisted && renewAll());

  return {
    attach(slot) {
      const root = slot.shadowRoot;
      if (ids.has(slot) || !root) return;
      if (/added|offer/.test(slot.localName)) return void layer(slot);
      const id = next++;
      ids.set(slot, id);
      wasm.attach(id, slot, root);
      onScreen.observe(slot);
      root.addEventListener('click', press);
      root.addEventListener('change', press);
      void fill(slot, id);
    },
    detach(slot) {
      layers.get(slot)?.close();
      layers.delete(slot);
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
    renew: renewAll,
    clear() {
      session.clear();
      tell();
      paint(0);
    },
    async recommend({ placement = 'pdp', product = '', relation, cart, seen, limit = 0, month }) {
      const own = !cart && !seen;
      const keys = own ? [product || session.page(), ...session.cart()] : [product, cart ?? [], seen ?? []].flat();
      await load(keys.filter(Boolean).slice(0, MOST_SHARDS));
      const views = [seen ?? []].flat().map((key) => [key, 0, 0]);
      return wasm.recommend(encode([placement, product, relation, cart, views, month]), own, limit);
    },
  };
}
