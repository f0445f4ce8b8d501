// What the page states and what the shopper did: product, cart, order, purchases, facts, views with visible time and
// scroll depth, and how the visit went. All of it is kept in memory; between pages only with consent (kept.js).

import { text } from './checked.js';
import { begin, forget, keep, recall } from './kept.js';
import { recorder } from './record.js';

/** @typedef {import('./kept.js').View} View */

/** Lines of the cart, and views, that the first paint of a list waits for. */
const [FIRST_LINES, FIRST_VIEWS] = [5, 3];
/** Most views: what the engine scores. */
const MOST = 256;

/**
 * @param {number} since unix milliseconds since when the page is visible, negative if it is not
 * @returns {import('./adapter.d.ts').Session}
 */
export function session(since) {
  const record = recorder();
  /** @type {View[]} */
  let views = [];
  /** @type {import('./host.d.ts').CartLine[]} */
  let lines = [];
  /** @type {string[]} */
  let cart = [];
  /** Keys of the order just placed. @type {string[]} */
  let order = [];
  /** @type {string[]} */
  let bought = [];
  /** What was bought when, where the host says so. @type {import('./host.d.ts').Purchase[]} */
  let dated = [];
  /** @type {Record<string, unknown>} */
  let facts = {};
  /** @type {(string | undefined)[]} */
  let terms = [];
  /** @type {Partial<import('./host.d.ts').PageFacts>} */
  let stated = {};
  let page = '';
  let category = '';
  let month = 0;
  let allowed = false;
  const opened = Date.now();
  let visit = begin(opened);
  /** Visits before this one, where it is allowed to count them. @type {import('./kept.js').Before} */
  let visits = { before: 0 };
  /** What of this visit was before this page. */
  let earlier = begin(opened);
  /** @type {import('./kept.js').Dismissal[]} */
  let dismissed = [];
  /** Views of pages before, as they were recalled. @type {object[]} */
  let kept = [];
  /** Pieces of each product that cobuy itself is putting into the cart. @type {Record<string, number>} */
  const own = Object.create(null);
  /** Pieces of each product in the cart; unknown before the host was asked. @type {Map<string, number> | undefined} */
  let pieces;
  /** @type {import('./host.d.ts').CartLine | undefined} */
  let grown;

  /** @param {string} key */
  const viewOf = (key) => views.find((view) => view.key === key);
  const save = () => {
    if (allowed) keep({ at: Date.now(), views, visit, visits, cart: cart.length, dismissed });
  };
  /** Books the time since the last call, and keeps what may be kept. */
  const settle = () => {
    const view = viewOf(page);
    if (view) {
      if (since > 0) view.dwell += Date.now() - since;
      record.say('attention', told(view));
    }
    since = document.hidden ? -1 : Date.now();
    save();
  };
  const depth = () => {
    const view = viewOf(page);
    const height = document.documentElement.scrollHeight || 1;
    const percent = Math.min(100, Math.round(((scrollY + innerHeight) * 100) / height));
    if (view) view.scroll = Math.max(view.scroll, percent);
  };
  document.addEventListener('visibilitychange', () => {
    settle();
    if (!document.hidden) return;
    visit.hidden++;
    record.note({ hidden: 1 });
  });
  document.addEventListener('mouseout', ({ relatedTarget, clientY }) => {
    if (relatedTarget || clientY > 0) return;
    visit.exits++;
    record.note({ exit: 1 });
  });
  addEventListener('scroll', depth, { passive: true });

  /** Opens a product's page, or one without a product. @param {import('./host.d.ts').PageFacts} facts */
  const turn = (facts) => {
    const { product = '', query } = facts;
    if (product !== page) settle();
    if (record.say('page', facts)) visit.pages++;
    if (query && !visit.searches.includes(query)) visit.searches = [query, ...visit.searches].slice(0, 16);
    if (product === page) return;
    page = product;
    if (!product) return;
    const known = viewOf(product) ?? { key: product, dwell: 0, scroll: 0 };
    views = [known, ...views.filter((view) => view !== known)].slice(0, MOST);
    depth();
  };

  /** Which product the shopper has more of than before, not counting what cobuy put there. */
  const compare = () => {
    const now = new Map();
    for (const { product, quantity } of lines) now.set(product, (now.get(product) ?? 0) + quantity);
    for (const [product, count] of now) {
      const more = count - (pieces?.get(product) ?? 0);
      if (!pieces || more <= 0) continue;
      const ours = Math.min(more, own[product] ?? 0);
      if (ours) own[product] -= ours;
      if (more > ours && !document.hidden) grown = lines.filter((line) => line.product === product).pop();
    }
    pieces = now;
  };

  /** A view of a page before; the same product's times add up. @param {View} view */
  const recalled = (view) => {
    kept.push(told(view));
    const known = viewOf(view.key);
    if (known) {
      known.dwell += view.dwell;
      known.scroll = Math.max(known.scroll, view.scroll);
    } else if (views.length < MOST) views.push(view);
  };

  /** From here on the session is this page alone. */
  const reset = () => {
    forget();
    views = views.filter((view) => view.key === page);
    kept = [];
    visit = { ...begin(Date.now()), pages: 1 };
    earlier = begin(opened);
    visits = { before: 0 };
    dismissed = [];
  };

  return {
    async renew(host) {
      const all = await Promise.all([host.page(), host.cart(), host.customer(), host.order(), host.facts()]);
      const [facts_of_page, lines_now, { purchases, group }, ordered, named] = all;
      stated = facts_of_page;
      lines = lines_now;
      compare();
      cart = [...new Set(lines.map((line) => line.product))];
      order = [...new Set(ordered.map((line) => line.product))];
      dated = purchases.filter((one) => one.bought_at);
      bought = [...order, ...purchases.map((one) => one.product)];
      facts = named;
      terms = [...host.terms(), group];
      category = stated.category ? `category:${stated.category}` : '';
      turn(facts_of_page);
      record.say('month', (month = new Date().getMonth() + 1));
      record.say('purchases', bought);
      record.say('bought_at', dated);
      record.say('order', order);
      record.say('facts', facts);
      record.say('cart', cart);
      save();
    },
    allow(storage) {
      if (storage && !allowed) {
        const known = recall(Date.now());
        ({ visits } = known);
        dismissed = [...dismissed, ...known.dismissed];
        known.views.forEach(recalled);
        if (known.visit) visit = joined((earlier = known.visit), visit);
      }
      const withdrawn = allowed && !storage;
      allowed = !!storage;
      if (allowed) settle();
      if (withdrawn) reset();
      // Where nobody has said yet, the host may come later, and nothing is deleted.
      else if (storage === false) forget();
    },
    clear() {
      reset();
      for (const view of views) Object.assign(view, { dwell: 0, scroll: 0 });
    },
    event(told) {
      const name = text(told);
      if (!name) return;
      // An object has members of its own, such as `constructor`.
      visit.events[name] = (+visit.events[name] || 0) + 1;
      record.note({ event: { name } });
      save();
    },
    adding(product, quantity) {
      own[product] = Math.max(0, (own[product] ?? 0) + quantity);
    },
    grown() {
      const line = grown;
      grown = undefined;
      return line;
    },
    newest: () => lines.at(-1),
    step: () => stated.step ?? '',
    refusals: () => visit.closed,
    interrupted() {
      visit.interrupted = true;
      save();
    },
    closed(taken) {
      visit.closed = taken ? 0 : visit.closed + 1;
      save();
    },
    dismiss(offer, angle) {
      const away = { offer, angle, at_ms: Date.now() };
      dismissed = [away, ...dismissed.filter((one) => one.offer !== offer || one.angle !== angle)].slice(0, 32);
      record.note({ dismiss: away });
      save();
    },
    page: () => page,
    had: (key) => void record.files.add(key),
    more: (loading, most) =>
      [...[...cart].reverse(), ...views.map((view) => view.key)].filter((key) => !loading.has(key)).slice(0, Math.max(0, most)),
    heard(name, detail, slot, gone, prices) {
      if (name !== 'cobuy-ready' && name !== 'cobuy-empty') return;
      const { interrupted } = visit;
      const at_that_time = { now_ms: Date.now(), can_remember: allowed, interrupted, cart_value_minor: value(lines), currency: terms[0] };
      record.list(detail, slot, slot.getAttribute('product') || page, { sold_out: [...gone], live_stock: !!prices, prices, ...at_that_time });
    },
    record() {
      settle();
      const { since, closed: _, ...counts } = earlier;
      const before = { elapsed_ms: Math.max(0, opened - since), ...counts };
      const generation = record.generation();
      const remembered = allowed && { visits, visit: before, dismissed };
      return structuredClone({ cobuy_session: 1, generation, device: device(), ...remembered, views: kept, steps: record.steps });
    },
    needs(slot) {
      const placement = slot.getAttribute('placement') ?? '';
      const relation = slot.getAttribute('relation') ?? '';
      const product = slot.getAttribute('product') || page;
      const seen = views.map((view) => view.key).filter((key) => key !== page).slice(0, FIRST_VIEWS);
      let keys = product ? [product] : cart.slice(-FIRST_LINES);
      if (/^(cart|checkout)$/.test(placement)) keys = cart.slice(-FIRST_LINES);
      if (placement === 'thank-you') keys = order.slice(-FIRST_LINES);
      if (relation === 'replenish') keys = bought.slice(0, FIRST_LINES);
      else if (/^(home|category)$/.test(placement) || relation === 'viewed') keys = seen;
      // The category's list, where the page is one or the slot asks for it.
      const listed = !product || /popular|rising/.test(relation);
      return category && listed ? [...keys, category] : keys;
    },
    cart: () => cart,
    told() {
      const { since, pages, exits, hidden, searches, events, interrupted } = visit;
      const { before, hours_since, left_cart = 0 } = visits;
      const seen = views.map(({ key, dwell, scroll }) => [key, Math.round(dwell), scroll]);
      /** @type {unknown[]} */
      const how = [stated.type, pages, Math.round(Date.now() - since), exits, hidden, before, hours_since, left_cart];
      how.push(value(lines), device(), searches.length, +allowed, +interrupted, stated.step);
      const away = dismissed.map(({ offer, angle, at_ms }) => [offer, angle, at_ms]);
      const again = dated.map(({ product, bought_at }) => [product, bought_at]);
      return [page, cart, seen, [...bought, ...again], terms, category, month, order, Object.entries(facts), Object.entries(events), how, away];
    },
  };
}

/** A view as it is recorded. @param {View} view */
const told = ({ key, dwell, scroll }) => ({ key, dwell_ms: Math.max(0, Math.round(dwell)), scroll });

/** Worth of the cart in minor units; nothing where a line has no price. @param {import('./host.d.ts').CartLine[]} lines */
const value = (lines) =>
  lines.every(({ price_minor }) => price_minor !== undefined)
    ? lines.reduce((sum, { price_minor = 0, quantity }) => sum + price_minor * quantity, 0)
    : undefined;

function device() {
  const small = Math.min(screen.width, screen.height) < 600;
  return matchMedia('(pointer: coarse)').matches ? (small ? 'phone' : 'tablet') : 'desktop';
}

/**
 * A visit goes on with this page.
 * @param {import('./kept.js').Visit} known
 * @param {import('./kept.js').Visit} page
 * @returns {import('./kept.js').Visit}
 */
function joined(known, page) {
  const all = { ...page, events: { ...known.events }, since: known.since };
  for (const name of /** @type {const} */ (['pages', 'exits', 'hidden'])) all[name] += known[name];
  for (const [name, count] of Object.entries(page.events)) all.events[name] = (all.events[name] ?? 0) + count;
  all.searches = [...new Set([...page.searches, ...known.searches])];
  all.closed ||= known.closed;
  all.interrupted ||= known.interrupted;
  return all;
}
