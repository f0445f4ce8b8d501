// What the page states and what the shopper did: product, cart, purchases, views with visible time and scroll depth.
// Views are kept in memory; between pages only with consent, under one key of localStorage, without any identifier.

/** @typedef {{ key: string, dwell: number, scroll: number }} View */

const KEPT = 'cobuy.v1';
/** A visit ends after this long without a page. */
const VISIT_MS = 30 * 60000;
/** Lines of the cart that the first paint of a cart list waits for. */
const FIRST_CART_LINES = 5;
/** Most views: what the engine scores. */
const MOST = 256;
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
  let allowed = false;

  /** Books the time since the last call, and keeps what may be kept. */
  const settle = () => {
    const [view] = views;
    if (view && view.key === page && since > 0) view.dwell += Date.now() - since;
    since = document.hidden ? -1 : Date.now();
    if (!allowed) return;
    while (views.length && JSON.stringify(views).length > ROOM - 64) views.pop();
    stored((storage) => storage.setItem(KEPT, JSON.stringify({ at: Date.now(), views })));
  };
  const depth = () => {
    const [view] = views;
    const height = document.documentElement.scrollHeight || 1;
    const percent = Math.min(100, Math.round(((scrollY + innerHeight) * 100) / height));
    if (view && view.key === page) view.scroll = Math.max(view.scroll, percent);
  };
  document.addEventListener('visibilitychange', settle);
  addEventListener('scroll', depth, { passive: true });

  /** Opens a product's page, or one without a product. @param {string} key */
  const turn = (key) => {
    if (key === page) return;
    settle();
    page = key;
    if (!key) return;
    const known = views.find((view) => view.key === key) ?? { key, dwell: 0, scroll: 0 };
    views = [known, ...views.filter((view) => view !== known)].slice(0, MOST);
    depth();
  };

  return {
    /** Asks the host for everything that it states. @param {import('./adapter.d.ts').Facts} host */
    async renew(host) {
      const all = await Promise.all([host.page(), host.cart(), host.customer(), host.order()]);
      cart = [...new Set(all[1].map((line) => line.product))];
      bought = [...(all[2].purchases ?? []), ...all[3].map((line) => line.product)];
      terms = [...host.terms(), all[2].group];
      category = all[0].category ? `category:${all[0].category}` : '';
      turn(all[0].product ?? '');
    },
    /** The shopper allows keeping (true) or no longer does (false); nobody has said yet (undefined), which deletes
     * nothing: the host may come later. @param {boolean | undefined} storage */
    allow(storage) {
      if (storage && !allowed) {
        const kept = stored((store) => JSON.parse(store.getItem(KEPT) ?? '{}'));
        const young = Date.now() - kept?.at < VISIT_MS;
        if (young && Array.isArray(kept.views)) kept.views.forEach(recall);
      }
      allowed = !!storage;
      if (allowed) settle();
      else if (storage === false) stored((store) => store.removeItem(KEPT));
    },
    page: () => page,
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
      return [[page], cart, lines, bought, terms, [category]].map((list) => list.join('\n')).join('\f');
    },
  };

  /** A view of a page before; the same product's times add up. @param {View} kept */
  function recall(kept) {
    const { key, dwell, scroll } = { ...kept };
    if (typeof key !== 'string') return;
    const known = views.find((view) => view.key === key) ?? { key, dwell: 0, scroll: 0 };
    known.dwell += Number(dwell) || 0;
    known.scroll = Math.max(known.scroll, Number(scroll) || 0);
    if (!views.includes(known) && views.length < MOST) views.push(known);
  }
}

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
