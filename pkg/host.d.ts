// Copied from www/hosts/host.d.ts by `cargo xtask codegen`; change it there.

/**
 * The host interface: what a shop page tells cobuy and what it does for it. Every member may be absent; the comment
 * says what cobuy then does. Every function may return its value or a promise of it, and is called on the object that it
 * came in. What is null, of another type, or throws counts as absent, value by value: all else counts. Money is in integer
 * minor units by ISO 4217: cents for EUR, yen for JPY, hundredths also for HUF or IDR, where browsers write none. Product keys
 * are the snapshot's keys (one string per product, never a variant).
 *
 * A shop hands its host in with one command, before or after the loader runs:
 *   (window.cobuy = window.cobuy || []).push(['host', { add(lines) { … }, cart: { … } }]);
 */

export type Awaitable<T> = T | Promise<T>;

/** Where the shopper is. Absent: `type: 'other'`, and an element's own `product` attribute still counts. */
export interface PageFacts {
  type: 'home' | 'category' | 'product' | 'search' | 'cart' | 'checkout' | 'thank-you' | 'other';
  /** Key of the product this page is about. */
  product?: string;
  /** Category path, outermost first, joined by " > ", as in the products file. */
  category?: string;
  /** Search words. */
  query?: string;
  /** Step of the checkout, as the shop names its steps: `address`, `delivery`, … At `payment` cobuy shows nothing. Absent:
   * the checkout is taken for one step before payment. */
  step?: string;
}

/** One line of the cart. */
export interface CartLine {
  product: string;
  /** The host's own id of the variant; only ever handed back to the host. */
  variant?: string;
  quantity: number;
  /** Price of one, minor units. Absent in any line: the cart's value is unknown, and what needs it does not happen. */
  price_minor?: number;
  /** As the shopper knows it. Absent: `<cobuy-added>` says that something was added, but not what. */
  title?: string;
}

/** A line that cobuy asks the host to add. */
export interface AddLine {
  product: string;
  /** Present when the shopper chose one, or the host named the only one in `live` or `variants`. */
  variant?: string;
  /** At least 1; a multiple of the step the host stated. */
  quantity: number;
}

/** One purchasable form of a product. */
export interface Variant {
  id: string;
  title: string;
  price_minor?: number;
  /** Absent: true. */
  available?: boolean;
}

/** Price and stock now. They always win over the snapshot. */
export interface LiveFacts {
  /** Lowest current price. Absent: the price line stays empty. */
  price_minor?: number;
  /** Whether variants differ in price. */
  price_from?: boolean;
  /** Price per unit of measure as the shop words it, e.g. "€4.20 / 100 g". */
  unit_price?: string;
  /** Absent: true. False takes the card away or marks it sold out. */
  available?: boolean;
  /** Number of purchasable variants. Absent: the snapshot's. */
  variants?: number;
  /** Id of the only variant, handed back in `add`. */
  variant?: string;
  /** Smallest quantity that can be added. Default 1. */
  min?: number;
  /** Largest quantity. Absent: no limit. */
  max?: number;
  /** Quantities go in steps of this. Default 1. */
  step?: number;
  /** Pieces left to buy, all variants together. Absent: nothing is said of how many are left. */
  left?: number;
  /** Lowest price of the last 30 days before a reduction that the shop announces, minor units. Never an older price and
   * never a recommended one. Absent: no price is struck through and no per cent are named; the snapshot's lowest price is of
   * the snapshot's price, and says nothing beside this one. */
  prior_price_minor?: number;
}

/** A discount in force on the cart. */
export interface Discount {
  /** The code as entered, or the shop's name of an automatic discount. */
  code: string;
  /** What it takes off the cart, minor units. Absent: that it is in force counts, how much it is does not. */
  amount_minor?: number;
}

/** What the shopper allows. Where the browser sends a Global Privacy Control signal, `analytics` never is. */
export interface Consent {
  /** May cobuy keep this visit's views in localStorage? Absent: memory of this page only. False: likewise, and what was kept goes. */
  storage?: boolean;
  /** May cobuy's events be counted? Absent or false: nothing is counted. */
  analytics?: boolean;
}

/** Who is buying, as far as the shop wants to say. Absent: unknown, and nothing that needs it happens. */
export interface CustomerFacts {
  /** Price group of this page; compared with the snapshot's before a snapshot price is painted. */
  group?: string;
  tier?: string;
  b2b?: boolean;
  /** Products bought before, newest first, with the time where it is known. Never recommended again, but for what is used up
   * by then: what that is, and after how long, the snapshot knows from the shop's orders. */
  purchases?: (string | Purchase)[];
}

/** A product that was bought before. */
export interface Purchase {
  product: string;
  /** When, unix milliseconds. Absent: it does not come back. */
  bought_at?: number;
}

export interface CobuyHost {
  /** Facts of this page. Asked once per page and after `navigate`. */
  page?: () => Awaitable<PageFacts>;
  /** The product of this page, where `page` does not say. */
  product?: () => Awaitable<string | undefined>;
  /** The cart. Absent: cart placements stay empty and nothing is left out as "already in the cart". */
  cart?: {
    /** Lines, oldest first. */
    get: () => Awaitable<CartLine[]>;
    /** Calls back after every change; returns a function that ends it. Absent: `cobuy:cart` events on document. */
    subscribe?: (changed: () => void) => () => void;
    /** Shows the cart. Absent: nothing is shown after an add but the card's own state. */
    open?: () => void;
  };
  /** Puts lines into the cart; rejects, or resolves to `{error}`, with a text for the shopper. Absent: cards link to the product. */
  add?: (lines: AddLine[]) => Awaitable<void | { error?: string }>;
  /** Takes lines out again, for undo. Absent: no undo is offered. */
  remove?: (lines: AddLine[]) => Awaitable<void | { error?: string }>;
  /** The purchasable variants of a product. Absent: products with several variants get a link. */
  variants?: (product: string) => Awaitable<Variant[]>;
  /** Price and stock now, one call for all keys. Absent: snapshot prices, if young enough. */
  live?: (products: string[]) => Awaitable<Record<string, LiveFacts | undefined>>;
  /** Lines of the order just placed, on a thank-you page. Absent: none. */
  order?: () => Awaitable<CartLine[]>;
  customer?: () => Awaitable<CustomerFacts>;
  /**
   * Facts for rules, by name: `loyalty_tier`, `plan_usage`, … Absent: rules on them do not fire. While one of
   * `support_case_open`, `price_raised`, `at_risk` and `opted_out` is true, cobuy shows nothing. What happened is told
   * by `document.dispatchEvent(new CustomEvent('cobuy:event', { detail: { name } }))` or `cobuy.push(['event', name])`.
   */
  facts?: () => Awaitable<Record<string, string | number | boolean>>;
  /** Discounts in force on the cart now; a plain text is a code. Absent: a bundle's discount is never claimed to have been given. */
  discounts?: () => Awaitable<(string | Discount)[]>;
  /** Whether the shop itself shows what was put into the cart (a drawer, a notification). Absent or false:
   * `<cobuy-added>` opens a dialog unless it stands in one of the shop's. */
  confirms?: boolean;
  /**
   * What the shopper allows; `not-required` where no permission is asked for by law, as the shop's own statement (also
   * `data-consent="not-required"` at the script). Absent: the platform (Shopify, the WordPress consent API) is asked, then
   * the Transparency and Consent Framework; where there is none, nothing is kept.
   */
  consent?:
    | 'not-required'
    | {
        get: () => Awaitable<Consent>;
        /** Calls back on every change; returns a function that ends it. */
        subscribe?: (changed: (consent: Consent) => void) => () => void;
      };
  /** BCP 47 tag for texts and prices; `de_DE` is taken for `de-DE`. Absent, or no tag: the document's `lang`, else English. */
  locale?: string;
  /** ISO 4217 code of the amounts that this host names. Absent: the snapshot's. Where it is another one than the snapshot's,
   * amounts are written in it, no price of the snapshot is painted, and rules about amounts rest. */
  currency?: string;
  /** ISO 3166 code; compared with the snapshot's before a snapshot price is painted. Absent: the snapshot's. */
  country?: string;
  /** Whether the page's prices include tax; compared likewise. Absent: the snapshot's. */
  taxDisplay?: 'included' | 'excluded';
  /** Opens an address, for shops that route in the page. Absent: ordinary links. */
  navigate?: (url: string) => void;
  /** Told of every event that may be counted, only with analytics consent. Absent: DOM events only. */
  track?: (event: { name: string; detail: unknown }) => void;
}
