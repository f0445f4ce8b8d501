// The generic host: whatever the page hands in (see host.d.ts), made whole. Absent members get their documented
// default, slow ones a time limit, failing ones are taken for absent.

import { session } from './session.js';

/** @typedef {import('./host.d.ts').CobuyHost} CobuyHost */
/** @typedef {import('./host.d.ts').CartLine} CartLine */

/** How long a host may think before its silence is taken for an absence. */
const PATIENCE_MS = 1500;
/** How long an answer about price and stock holds. */
const LIVE_MS = 60000;

/**
 * @param {CobuyHost} host
 * @param {Document} document
 * @param {number} since unix milliseconds since when the page is visible, negative if it is not
 * @returns {import('./adapter.d.ts').Adapter}
 */
export function adapt(host, document, since) {
  const stated = statements(document);
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
    if (facts) for (const key of keys) known.set(key, { at: Date.now(), facts: facts[key] });
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

  /** @type {import('./adapter.d.ts').Adapter} */
  const self = {
    session: session(since),
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
    },
    async live(keys) {
      for (const key of keys) if (!(Date.now() - (known.get(key)?.at ?? 0) < LIVE_MS)) wanted.add(key);
      // One call for all lists of the page that ask in the same breath.
      asking ??= Promise.resolve().then(askLive);
      await asking;
      return keys.flatMap((key) => {
        const facts = known.get(key)?.facts;
        if (facts) gone[facts.available === false ? 'add' : 'delete'](key);
        return facts ? [{ key, ...facts }] : [];
      });
    },
    async change(line) {
      const { quantity } = line;
      const act = quantity < 0 ? host.remove : host.add;
      return (await act?.([{ ...line, quantity: Math.abs(quantity) }]))?.error;
    },
    variants: async (product) => list(await ask(() => host.variants?.(product), undefined)),
    open: () => attempt(() => host.cart?.open?.()),
    navigate: (url) => (host.navigate ? (host.navigate(url), true) : false),
    track(name, detail, slot) {
      self.session.heard(name, detail, slot, gone, !!host.live);
      attempt(() => stated.consent.analytics && host.track?.({ name, detail }));
    },
    customer: () => ask(host.customer, {}),
    order: async () => list(await ask(host.order, undefined)),
    facts: () => ask(host.facts, {}),
    discounts: () => ask(host.discounts, []),
    async consent(changed) {
      const renew = (/** @type {import('./host.d.ts').Consent} */ consent) => {
        stated.consent = consent;
        changed(consent);
      };
      subscribe(host.consent, renew);
      listen('cobuy:consent', renew);
      return (stated.consent = await ask(host.consent?.get, stated.consent));
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
  /** @type {{ page?: import('./host.d.ts').PageFacts, cart?: CartLine[], consent: import('./host.d.ts').Consent }} */
  const stated = { consent: {} };
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
