// What the page states and what the shopper did: product, cart, purchases, views with visible time and scroll depth, and
// all of it step by step for `cobuy.session()`. Views are kept in memory; between pages, with the number of visits, only
// with consent, under one key of localStorage, without any identifier.

/** @typedef {{ key: string, dwell: number, scroll: number }} View */

const KEPT = 'cobuy.v1';
/** A visit ends after this long without a page. */
const VISIT_MS = 30 * 60000;
/** Lines of the cart that the first paint of a cart list waits for. */
const FIRST_CART_LINES = 5;
/** Most views: what the engine scores. */
const MOST = 256;
/** Most steps that are remembered; a page that is open for days stops remembering. */
const MOST_STEPS = 1000;
/** Longest text that is kept, in UTF-16 units. */
const ROOM = 8192;

/** @param {number} since unix milliseconds since when the page is visible, negative if it is not */
export function session(since) {
  /** @type {View[]} */
  let views = [];
  /** @type {string[]} */
  let cart = [];
  /** @type {string[]} */
  let bought = [];
  /** @type {(string | undefined)[]} */
  let terms = [];
  let page = '';
  let category = '';
  let month = 0;
  let allowed = false;
  /** Visits before this one, where it is allowed to count them. @type {{ before: number, days_since?: number } | undefined} */
  let visits;
  /** Views of pages before, as they were recalled. @type {object[]} */
  let kept = [];
  let generation = '';
  /** What happened, in order. @type {object[]} */
  const steps = [];
  /** Keys whose shards are at hand. @type {Set<string>} */
  const files = new Set();
  /** What the lists on the page show. @type {Map<Element, string[]>} */
  const shown = new Map();

  /** @param {object} act */
  const note = (act) => void (steps.length < MOST_STEPS && steps.push({ at: Math.round(performance.now()), ...act }));
  /** The last of what was said under each name; before anything is, nothing. @type {Record<string, string>} */
  const said = { cart: '[]', purchases: '[]', facts: '{}' };
  /** Notes what changed. @param {string} name @param {unknown} value */
  const say = (name, value) => {
    try {
      const text = JSON.stringify(value);
      if (said[name] !== text) note({ [name]: JSON.parse(text) });
      said[name] = text;
    } catch {
      // What is no data cannot be recorded.
    }
  };

  /** Books the time since the last call, and keeps what may be kept. */
  const settle = () => {
    const [view] = views;
    if (view && view.key === page) {
      if (since > 0) view.dwell += Date.now() - since;
      say('attention', told(view));
    }
    since = document.hidden ? -1 : Date.now();
    if (!allowed) return;
    while (views.length && JSON.stringify(views).length > ROOM - 128) views.pop();
    stored((storage) => storage.setItem(KEPT, JSON.stringify({ at: Date.now(), views, visits })));
  };
  const depth = () => {
    const [view] = views;
    const height = document.documentElement.scrollHeight || 1;
    const percent = Math.min(100, Math.round(((scrollY + innerHeight) * 100) / height));
    if (view && view.key === page) view.scroll = Math.max(view.scroll, percent);
  };
  document.addEventListener('visibilitychange', () => {
    settle();
    if (document.hidden) note({ hidden: 1 });
  });
  document.addEventListener('mouseout', ({ relatedTarget, clientY }) => {
    if (!relatedTarget && clientY <= 0) note({ exit: 1 });
  });
  addEventListener('scroll', depth, { passive: true });

  /** Opens a product's page, or one without a product. @param {string} key @param {object} stated */
  const turn = (key, stated) => {
    if (key !== page) settle();
    say('page', stated);
    if (key === page) return;
    page = key;
    if (!key) return;
    const known = views.find((view) => view.key === key) ?? { key, dwell: 0, scroll: 0 };
    views = [known, ...views.filter((view) => view !== known)].slice(0, MOST);
    depth();
  };

  return {
    /** Asks the host for everything that it states. @param {import('./adapter.d.ts').Facts} host */
    async renew(host) {
      const all = await Promise.all([host.page(), host.cart(), host.customer(), host.order(), host.facts()]);
      const [stated, lines, { purchases, group }, order, facts] = all;
      cart = [...new Set(lines.map((line) => line.product))];
      bought = [...(purchases ?? []), ...order.map((line) => line.product)];
      terms = [...host.terms(), group];
      category = stated.category ? `category:${stated.category}` : '';
      turn(stated.product ?? '', stated);
      say('month', (month = new Date().getMonth() + 1));
      say('purchases', bought);
      say('facts', facts);
      say('cart', cart);
    },
    /** The shopper allows keeping (true) or no longer does (false); nobody has said yet (undefined), which deletes
     * nothing: the host may come later. @param {boolean | undefined} storage */
    allow(storage) {
      if (storage && !allowed) {
        const known = { ...stored((store) => JSON.parse(store.getItem(KEPT) ?? '{}')) };
        const age = Date.now() - known.at;
        const before = Math.min(9999, Math.trunc(known.visits?.before) || 0);
        if (age < VISIT_MS) {
          visits = known.visits ?? { before };
          if (Array.isArray(known.views)) known.views.forEach(recall);
        } else visits = age > 0 ? { before: before + 1, days_since: Math.floor(age / 864e5) } : { before };
      }
      allowed = !!storage;
      if (allowed) settle();
      else if (storage === false) stored((store) => store.removeItem(KEPT));
    },
    page: () => page,
    /** The shard of this key is at hand. @param {string} key */
    had: (key) => void files.add(key),
    /** Keys whose shards are worth loading when the page rests, the cart's first. @param {Map<string, unknown>} loading @param {number} most */
    more: (loading, most) =>
      [...[...cart].reverse(), ...views.map((view) => view.key)].filter((key) => !loading.has(key)).slice(0, Math.max(0, most)),
    /** An event of a list. What it was ranked from besides the session is noted with it.
     * @param {string} name @param {any} detail @param {Element} slot @param {Set<string>} gone @param {boolean} live_stock */
    heard(name, { placement, generation: build, items, code }, slot, gone, live_stock) {
      if (name !== 'cobuy-ready' && name !== 'cobuy-empty') return;
      generation = build;
      /** @type {string[]} */
      const keys = items.map((/** @type {{ key: string }} */ item) => item.key);
      if (code !== 'no-room') {
        const claimed = [...shown].flatMap(([other, keys]) => (other !== slot && other.isConnected ? keys : []));
        const options = Object.fromEntries(slot.getAttributeNames().map((name) => [name, slot.getAttribute(name)]));
        const product = slot.getAttribute('product') || page;
        const from = { files: [...files], claimed, sold_out: [...gone], live_stock };
        note({ list: { placement, product, options, ...from, keys, relation: items[0]?.relation, silence: code } });
      }
      if (keys.length) shown.set(slot, keys);
      else shown.delete(slot);
    },
    /** All of it, step by step; docs/SESSION.md. @returns {any} */
    record() {
      settle();
      const small = Math.min(screen.width, screen.height) < 600;
      const device = matchMedia('(pointer: coarse)').matches ? (small ? 'phone' : 'tablet') : 'desktop';
      return structuredClone({ cobuy_session: 1, generation, device, ...(allowed && { visits }), views: kept, steps });
    },
    /** Keys whose shards a slot's first list is made of. @param {Element} slot */
    needs(slot) {
      const product = slot.getAttribute('product') || page;
      const keys = product && slot.getAttribute('placement') !== 'cart' ? [product] : cart.slice(-FIRST_CART_LINES);
      // The category's list, where the page is one or the slot asks for it.
      const listed = !product || /popular|rising/.test(slot.getAttribute('relation') ?? '');
      return category && listed ? [...keys, category] : keys;
    },
    /** Keys, oldest first. */
    cart: () => cart,
    /** Keys, newest first. */
    viewed: () => views.map((view) => view.key),
    /** All of it as src/handle.rs reads it. */
    text() {
      const lines = views.map(({ key, dwell, scroll }) => `${key}\t${Math.round(dwell)}\t${scroll}`);
      return [[page], cart, lines, bought, terms, [category], [month]].map((list) => list.join('\n')).join('\f');
    },
  };

  /** A view of a page before; the same product's times add up. @param {View} view */
  function recall(view) {
    const { key, dwell, scroll } = { ...view };
    if (typeof key !== 'string') return;
    const known = views.find((view) => view.key === key) ?? { key, dwell: 0, scroll: 0 };
    known.dwell += Number(dwell) || 0;
    known.scroll = Math.max(known.scroll, Number(scroll) || 0);
    if (!views.includes(known) && views.length < MOST) views.push(known);
    kept.push(told({ key, dwell: Number(dwell) || 0, scroll: Number(scroll) || 0 }));
  }
}

/** A view as it is recorded. @param {View} view */
const told = ({ key, dwell, scroll }) => ({ key, dwell_ms: Math.max(0, Math.round(dwell)), scroll });

/**
 * Storage may be forbidden, full or gone at any moment; then nothing is kept.
 * @template T
 * @param {(storage: Storage) => T} act
 * @returns {T | undefined}
 */
function stored(act) {
  try {
    return act(localStorage);
  } catch {
    return undefined;
  }
}
