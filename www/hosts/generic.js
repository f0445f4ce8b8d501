// The generic host: whatever the page hands in (see host.d.ts), made whole. Absent members get their documented
// default, slow ones a time limit, failing ones are taken for absent, and so is whatever is wrong in an answer (checked.js).

import * as checked from './checked.js';
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
    const answer = keys.length && (await ask(() => host.live?.(keys), (answer) => answer));
    const at = Date.now();
    if (answer) for (const key of keys) known.set(key, { at, facts: checked.live(checked.member(answer, key)) });
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
    return ask(() => others, consentOf);
  };

  const session = remember(since);

  /** @type {import('./adapter.d.ts').Adapter} */
  const self = {
    session,
    async page() {
      const facts = await ask(() => host.page?.(), checked.page, stated.page);
      return { ...facts, product: facts.product ?? (await ask(() => host.product?.(), checked.text)) };
    },
    cart: () => ask(() => host.cart?.get(), checked.lines, stated.cart),
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
        session.event(checked.member(detail, 'name'));
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
      const why = await refusal(() => host.add?.(lines));
      if (why !== undefined) ours(-1);
      return why;
    },
    remove: (lines) => refusal(() => host.remove?.(lines)),
    variants: (product) => ask(() => host.variants?.(product), checked.variants),
    open: () => attempt(() => host.cart?.open?.()),
    navigate: (url) => (host.navigate ? (host.navigate(url), true) : false),
    track(name, detail, slot) {
      const priced = [...known].flatMap(([key, { facts }]) => (facts?.price_minor ? [[key, facts.price_minor]] : []));
      session.heard(name, detail, slot, gone, host.live && Object.fromEntries(priced));
      attempt(() => may.analytics && host.track?.({ name, detail }));
    },
    customer: () => ask(() => host.customer?.(), customerOf),
    order: () => ask(() => host.order?.(), checked.lines),
    facts: () => ask(() => host.facts?.(), checked.facts),
    // Where amounts are not said, that there is a discount is taken for all of it.
    off: () => ask(() => host.discounts?.(), (all) => (all ? discounts(all).reduce((sum, amount) => sum + amount, 0) : undefined)),
    async consent(changed) {
      /** What a browser says for the shopper stands above everything. @param {unknown} said */
      const heed = (said) => {
        const consent = typeof said === 'string' ? { storage: said === NOT_REQUIRED } : consentOf(said);
        const { globalPrivacyControl } = /** @type {any} */ (navigator);
        may.analytics = !!consent.analytics && !globalPrivacyControl;
        return consent;
      };
      listen('cobuy:consent', (consent) => changed(heed((stated.consent = consent))));
      const own = host.consent ?? consent;
      if (own && typeof own === 'object') {
        subscribe(own, (consent) => changed(heed(consent)));
        return heed(await ask(() => own.get(), consentOf, stated.consent));
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
    locale: () => tag(host.locale) ?? tag(document.documentElement.lang) ?? 'en',
    terms: () => [checked.text(host.currency)?.trim().toUpperCase(), checked.text(host.country), checked.text(host.taxDisplay)],
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

const consentOf = (/** @type {unknown} */ answer) => checked.consent(answer) ?? {};

/** @param {unknown} answer @returns {import('./adapter.d.ts').Customer} */
const customerOf = (answer) => ({
  group: checked.text(checked.member(answer, 'group')),
  purchases: checked.purchases(checked.member(answer, 'purchases')),
});

/** What each discount takes off; without end where that is not said. */
const discounts = checked.list((one) => {
  const amount = checked.whole(checked.member(one, 'amount_minor'));
  return one ? (amount ?? Infinity) : undefined;
});

/** A BCP 47 tag: `de_DE.UTF-8` means de-DE. Nothing where it names no language: `Intl` would throw. @param {unknown} name */
function tag(name) {
  try {
    return Intl.getCanonicalLocales(`${name ?? ''}`.replace(/[.@].*/, '').replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

/**
 * Why the host refused: a text for the shopper, an empty one where it failed or has no words; nothing where it did as asked.
 * @param {() => unknown} act
 */
async function refusal(act) {
  try {
    const error = checked.member(await act(), 'error');
    return error === undefined || error === false ? undefined : (checked.text(error) ?? '');
  } catch {
    return '';
  }
}

/** Does what nobody waits for; what goes wrong in it is the host's. @param {() => unknown} act */
function attempt(act) {
  try {
    Promise.resolve(act()).catch(() => {});
  } catch {
    // As if the host could not.
  }
}

/**
 * What the host answers, as a value of its kind; what it cannot say is what the page states.
 * @template T
 * @param {() => unknown} act
 * @param {(answer: any) => T} kind
 * @param {unknown} [stated]
 * @returns {Promise<T>}
 */
async function ask(act, kind, stated) {
  try {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    return kind((await Promise.race([act(), late])) ?? stated);
  } catch {
    return kind(stated);
  }
}
