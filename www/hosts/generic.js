// The generic host: whatever the page hands in (see host.d.ts), made whole. Absent members get their documented
// default, slow ones a time limit, failing ones are taken for absent.

import { session as remember } from './session.js';

/** @typedef {import('./host.d.ts').CobuyHost} CobuyHost */
/** @typedef {import('./host.d.ts').CartLine} CartLine */

/** How long a host may think before its silence is taken for an absence. */
const PATIENCE_MS = 1500;
/** How long an answer about price and stock holds. */
const LIVE_MS = 60000;
/** A shop's statement that its country asks for no permission to store. */
const NOT_REQUIRED = 'not-required';

/**
 * @param {CobuyHost} host
 * @param {Document} document
 * @param {number} since unix milliseconds since when the page is visible, negative if it is not
 * @param {string} [consent] what the script tag states
 * @returns {import('./adapter.d.ts').Adapter}
 */
export function adapt(host, document, since, consent) {
  const stated = statements(document);
  const may = { analytics: false };
  /** @type {Map<string, { at: number, facts: import('./host.d.ts').LiveFacts | undefined }>} */
  const known = new Map();

  /** What the host last said cannot be bought. @type {Set<string>} */
  const gone = new Set();
  /** @type {Set<string>} */
  const wanted = new Set();
  /** @type {Promise<void> | undefined} */
  let asking;
  const askLive = async () => {
    asking = undefined;
    const keys = [...wanted];
    wanted.clear();
    const facts = keys.length && (await ask(host.live && (() => host.live?.(keys)), undefined));
    const at = Date.now();
    if (facts) for (const key of keys) known.set(key, { at, facts: facts[key] });
  };

  /** What is listened to already: the host may come late or in parts, and is asked again each time. @type {Set<unknown>} */
  const heard = new Set();
  /** @param {{ subscribe?: (act: (value?: any) => void) => unknown } | undefined} teller @param {(value?: any) => void} act */
  const subscribe = (teller, act) => {
    if (!teller?.subscribe || heard.has(teller)) return;
    heard.add(teller);
    attempt(() => teller.subscribe?.(act));
  };
  /** @param {string} name @param {(detail: any) => void} act */
  const listen = (name, act) => {
    if (heard.has(name)) return;
    heard.add(name);
    document.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
  };

  /** What others than the shop say of consent; asked once. @type {Promise<import('./host.d.ts').Consent> | undefined} */
  let others;
  /** @param {(consent: import('./host.d.ts').Consent) => void} changed */
  const elsewhere = (changed) => {
    const { Shopify, wp_has_consent, __tcfapi } = /** @type {any} */ (globalThis);
    if (!Shopify && !wp_has_consent && !__tcfapi) return {};
    others ??= import('./platforms.js').then((platforms) =>
      platforms.consent(globalThis, (now) => {
        others = Promise.resolve(now);
        if (!stated.consent) changed(now);
      }),
    );
    return ask(() => others, {});
  };

  const session = remember(since);

  /** @type {import('./adapter.d.ts').Adapter} */
  const self = {
    session,
    async page() {
      const facts = await ask(host.page, stated.page ?? /** @type {import('./host.d.ts').PageFacts} */ ({ type: 'other' }));
      return { ...facts, product: facts.product ?? (await ask(host.product, undefined)) };
    },
    cart: async () => list(await ask(host.cart?.get, stated.cart)),
    watch(changed) {
      subscribe(host.cart, () => {
        known.clear();
        changed();
      });
      listen('cobuy:cart', (detail) => {
        stated.cart = detail;
        known.clear();
        changed();
      });
      listen('cobuy:page', (detail) => {
        stated.page = detail;
        changed();
      });
      listen('cobuy:event', (detail) => {
        session.event(String(detail?.name));
        changed();
      });
    },
    async live(keys) {
      for (const key of keys) if (!(Date.now() - (known.get(key)?.at ?? 0) < LIVE_MS)) wanted.add(key);
      // One call for all lists of the page that ask in the same breath.
      asking ??= Promise.resolve().then(askLive);
      await asking;
      return keys.flatMap((key) => {
        const { at: asked_at = 0, facts } = known.get(key) ?? {};
        if (facts) gone[facts.available === false ? 'add' : 'delete'](key);
        return facts ? [{ key, asked_at, ...facts }] : [];
      });
    },
    async add(lines) {
      const ours = (/** @type {number} */ sign) => lines.forEach((line) => session.adding(line.product, sign * line.quantity));
      // Before the shop's cart changes: what cobuy adds is no addition of the shopper's own.
      ours(1);
      const answer = await Promise.resolve(lines).then((wanted) => host.add?.(wanted)).catch(() => ({ error: '' }));
      if (answer?.error !== undefined) ours(-1);
      return answer?.error;
    },
    async remove(lines) {
      return (await host.remove?.(lines))?.error;
    },
    variants: async (product) => list(await ask(() => host.variants?.(product), undefined)),
    open: () => attempt(() => host.cart?.open?.()),
    navigate: (url) => (host.navigate ? (host.navigate(url), true) : false),
    track(name, detail, slot) {
      const priced = [...known].flatMap(([key, { facts }]) => (facts?.price_minor ? [[key, facts.price_minor]] : []));
      session.heard(name, detail, slot, gone, host.live && Object.fromEntries(priced));
      attempt(() => may.analytics && host.track?.({ name, detail }));
    },
    customer: () => ask(host.customer, {}),
    order: async () => list(await ask(host.order, undefined)),
    facts: () => ask(host.facts, {}),
    async off() {
      const all = await ask(host.discounts, undefined);
      // Where amounts are not said, that there is a discount is taken for all of it.
      return all && all.reduce((sum, one) => sum + (typeof one === 'string' ? Infinity : (one.amount_minor ?? Infinity)), 0);
    },
    async consent(changed) {
      /** What a browser says for the shopper stands above everything. @param {import('./host.d.ts').Consent | string} said */
      const heed = (said) => {
        const consent = typeof said === 'string' ? { storage: said === NOT_REQUIRED } : said;
        const { globalPrivacyControl } = /** @type {any} */ (navigator);
        may.analytics = !!consent.analytics && !globalPrivacyControl;
        return consent;
      };
      listen('cobuy:consent', (consent) => changed(heed((stated.consent = consent))));
      const own = host.consent ?? consent;
      if (typeof own === 'object') {
        subscribe(own, (consent) => changed(heed(consent)));
        return heed(await ask(own.get, stated.consent ?? {}));
      }
      return heed(stated.consent ?? own ?? (await elsewhere((consent) => changed(heed(consent)))));
    },
    get confirms() {
      return !!host.confirms;
    },
    get can() {
      const { add, remove, variants, cart, live } = host;
      return [add, remove, variants, cart?.open, live].reduce((bits, able, bit) => bits | (able ? 1 << bit : 0), 0);
    },
    locale: () => host.locale ?? (document.documentElement.lang || 'en'),
    terms: () => [host.currency, host.country, host.taxDisplay],
  };
  return self;
}

/** What the page states without JavaScript: <script type="application/json" data-cobuy>. @param {Document} document */
function statements(document) {
  /** @type {{ page?: import('./host.d.ts').PageFacts, cart?: CartLine[], consent?: import('./host.d.ts').Consent | string }} */
  const stated = {};
  try {
    Object.assign(stated, JSON.parse(document.querySelector('script[data-cobuy]')?.textContent ?? '{}'));
  } catch {
    // A page with broken JSON states nothing.
  }
  return stated;
}

/** What a host answers where many are due. @template T @param {T[] | undefined} answer @returns {T[]} */
const list = (answer) => (Array.isArray(answer) ? answer : []);

/** Does what nobody waits for; what goes wrong in it is the host's. @param {() => unknown} act */
function attempt(act) {
  try {
    Promise.resolve(act()).catch(() => {});
  } catch {
    // As if the host could not.
  }
}

/**
 * @template T
 * @param {(() => import('./host.d.ts').Awaitable<T | undefined>) | undefined} act
 * @param {T} absent
 * @returns {Promise<T>}
 */
async function ask(act, absent) {
  try {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    return /** @type {T} */ ((await Promise.race([act?.(), late])) ?? absent);
  } catch {
    return absent;
  }
}
