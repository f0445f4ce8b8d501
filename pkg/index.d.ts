/**
 * cobuy: recommendations in a shop page without a recommendation server. Importing touches nothing of the browser, so
 * that servers can render pages which use it; `start()` is for the browser.
 */

import type { CobuyHost, PageFacts } from './host.js';
import type { Placement, ReasonCode, Relation, ShelfAttributes } from './options.js';

export type * from './host.js';
export type { Placement, ReasonCode, Relation, ShelfAttributes };

/** What `start()` takes. */
export interface StartOptions {
  /** Folder of the snapshot, ending in a slash; relative to the page. */
  snapshot: string;
  /** Hex digits in the names of shards, as `cobuy tags` prints them (`data-k`). Without it the first shard waits for the base. */
  k?: number;
  /** Fetches the widget that knows rules, bundles and offers from the start; for shops whose `cobuy tags` print `data-full`.
   * Without it a page that turns out to need that one fetches it then, one round trip later. */
  full?: boolean;
  /** Address of `cobuy.wasm`, relative to the page. Default: the one of this package, which bundlers find. */
  wasm?: string | URL;
  /** Address of `cobuy-core.js`, likewise. */
  core?: string | URL;
  /** Address of the host adapter, likewise. Default: the generic one. */
  host?: string | URL;
  /** The shop's statement that its country asks for no permission to keep a visit in the browser. */
  consent?: 'not-required';
}

/** Words by the names of the table of texts; `%` stands for a number, `#` for a title, category or price. */
export type Texts = Record<string, string>;

/** What can be told to the page's copy at any time, also before it is there. */
export type Command = ['host', CobuyHost] | ['texts', Texts] | ['event', string];

/** The page's one copy of cobuy, also at `globalThis.cobuy`. */
export interface Cobuy {
  readonly version: string;
  /** Hands in the host or words; what is there already stays where the new one says nothing. */
  push(...commands: Command[]): number;
  /** Forgets the visit: what is kept in the browser, and what this page knows of pages before. */
  clear(): void;
  /** As the function of the same name. */
  recommend(request?: Request): Promise<Answer>;
  /** As the function of the same name; there once the first list is asked for. */
  session?(): RecordedSession;
}

/**
 * Defines the elements and says where the snapshot lies. Call it once, in the browser; where cobuy runs already (a script
 * tag, another copy) that one stays and its settings hold.
 */
export function start(options: StartOptions): Cobuy;

/** What a list is asked for. */
export interface Request {
  /** Default `pdp`. `protocol` ranks without a threshold, for tools. */
  placement?: Placement | 'protocol';
  /** Key of the product that the list is about. Default: the page's. */
  product?: string;
  /** What the items are to the session's products; `alternatives` are made of `similar` and `upgrade`, `substitutes` of `similar`.
   * Default: the placement's, `auto` unless `cobuy.toml` says otherwise. */
  relation?: ShelfAttributes['relation'];
  /** Keys in the cart, oldest first. With `cart` or `seen` given, the page's own session does not count. */
  cart?: string[];
  /** Keys of products looked at, newest first. */
  seen?: string[];
  /** Most items. Default: the placement's. */
  limit?: number;
  /** The shopper's month, 1 to 12: pairs that sell in some months only count in these. Default: this browser's. */
  month?: number;
}

/** One recommendation. */
export interface Item {
  /** Product key. */
  key: string;
  title: string;
  /** Address of the product page; empty where the snapshot has none. */
  url: string;
  /** Address of the picture; empty where the snapshot has none. */
  image: string;
  /** Minor units (cents for EUR, yen for JPY); undefined while no true price is known. */
  price_minor: number | undefined;
  /** ISO 4217 code of the price. */
  currency: string;
  /** What it is to what the shopper looks at; in a list of alternatives, and where a rule chooses some, they differ. */
  relation: Relation;
  /** Why it is recommended: a stable code, and words in the page's language. */
  reason: { code: ReasonCode; text: string };
  /** What the shop's analytics may carry along: generation.placement.position */
  track: string;
  /** What differs from the products beside it, a line of `name: value` each; only in events of lists that compare. */
  attributes?: string;
}

/** Why a list is empty. README.md says what to do about each. */
export type Silence = 'no-signal' | 'no-row' | 'all-excluded' | 'below-confidence' | 'suppressed-by-host' | 'at-payment' | 'price-raised' | 'by-rule' | 'waits-for-intent' | 'cap-reached' | 'switched-off' | 'no-consent' | 'dismissed' | 'fatigue' | 'withdrawn' | 'no-room';

/** What could not be had. README.md says what to do about each. */
export type Fault = 'no-wasm' | 'no-base' | 'bad-base' | 'no-shard' | 'bad-shard' | 'insecure-context' | 'trap';

/** What `recommend()` resolves to. */
export interface Answer {
  /** Best first. */
  items: Item[];
  placement: string;
  /** Arm of an experiment; `default` where there is none. */
  arm: string;
  /** The build that the list comes from, 32 hexadecimal digits; empty before it is known. */
  generation: string;
  /** Why the list is empty; absent where it is not. `not-started`: nobody called `start()`. */
  silence?: Silence | Fault | 'not-started';
}

/** The list as data, for those who draw their own cards. Never rejects: a failure is a `silence`. */
export function recommend(request?: Request): Promise<Answer>;

/** A product's page as it was looked at. */
export interface RecordedView {
  key: string;
  /** Visible milliseconds, in all. */
  dwell_ms: number;
  /** Deepest scroll, per cent. */
  scroll: number;
}

/** A list that the page showed, or its silence, with what it was ranked from besides the session. */
export interface RecordedList {
  placement: string;
  /** Key of the product that it is about; empty for none. */
  product: string;
  /** Whether it is a `<cobuy-bundle>`; absent for a list. */
  bundle?: true;
  /** Attributes of its element. */
  options: Record<string, string>;
  /** Keys whose shards were at hand. */
  files: string[];
  /** Keys that other lists showed. */
  claimed: string[];
  /** Keys that the host said cannot be bought. */
  sold_out: string[];
  /** Whether the host speaks for stock. */
  live_stock: boolean;
  /** Prices by the host's word, minor units; absent where it names none. */
  prices?: Record<string, number>;
  /** When, unix milliseconds. */
  now_ms: number;
  /** Whether the visit could be remembered. */
  can_remember: boolean;
  /** Whether an offer had interrupted in this visit. */
  interrupted: boolean;
  /** Worth of the cart; absent where a line has no price. */
  cart_value_minor?: number;
  /** Keys that it showed, best first. */
  keys: string[];
  /** What the first of them is to what the shopper looked at. */
  relation?: Relation;
  /** Why it showed nothing; empty where it did. */
  silence: string;
}

/** An offer that was sent away. */
export interface RecordedDismissal {
  offer: string;
  /** Which of its angles was shown, from 0. */
  angle: number;
  /** Unix milliseconds. */
  at_ms: number;
}

/** What of the visit was before this page. */
export interface RecordedVisit {
  /** From its first page to the opening of this one. */
  elapsed_ms: number;
  pages: number;
  /** Times that the pointer left through the top of a page. */
  exits: number;
  /** Times that a page was hidden. */
  hidden: number;
  /** Search words, newest first. */
  searches: string[];
  /** What the host told of, and how many times. */
  events: Record<string, number>;
  /** Whether an offer had interrupted. */
  interrupted: boolean;
}

/** What happened, and when: milliseconds since the page was opened. */
export type RecordedStep = { at: number } & (
  | { page: PageFacts }
  | { cart: string[] }
  | { purchases: string[] }
  | { bought_at: { product: string; bought_at: number }[] }
  | { order: string[] }
  | { event: { name: string } }
  | { dismiss: RecordedDismissal }
  | { facts: Record<string, string | number | boolean> }
  | { month: number }
  | { attention: RecordedView }
  | { exit: number }
  | { hidden: number }
  | { list: RecordedList }
);

/** What happened on this page, for `cobuy replay`; docs/SESSION.md describes it. */
export interface RecordedSession {
  cobuy_session: 1;
  /** The build that the lists come from; empty before there was one. */
  generation: string;
  device: 'phone' | 'tablet' | 'desktop';
  /** Only with permission to keep the visit. */
  visits?: { before: number; days_since?: number; hours_since?: number; left_cart?: number };
  /** What of this visit was before this page; likewise. */
  visit?: RecordedVisit;
  /** Offers sent away, newest first; likewise. */
  dismissed?: RecordedDismissal[];
  /** Views of pages before, newest first; only with permission. */
  views: RecordedView[];
  steps: RecordedStep[];
}

/**
 * What happened on this page, step by step, with what each list showed and was ranked from. It names no person and goes
 * nowhere by itself. Nothing before the first list is asked for.
 */
export function session(): RecordedSession | undefined;

/** Detail of every event but `cobuy-error`. */
export interface CobuyDetail {
  placement: string;
  /** The build that the list comes from. */
  generation: string;
  /** Of `cobuy-ready` and `cobuy-view` the list, best first; of `cobuy-empty` none; of the others the one it is about. */
  items: Item[];
  /** The chosen variant; empty where none was. */
  variant: string;
  /** How many; 0 where nothing is added. */
  quantity: number;
  /** Why nothing is shown; empty where something is. */
  code: Silence | '';
  /** Ids of the rules that hold, in their order. */
  rules: string[];
  /** Name of the bundle in `cobuy.toml`; empty for a list, and for a bundle that was not declared. */
  bundle: string;
}

/** Detail of `cobuy-error`. */
export interface CobuyErrorDetail {
  code: Fault;
  /** For people: what was asked for and what came. */
  message: string;
}

/** Detail of `cobuy-missing`. */
export interface CobuyMissingDetail {
  /** Name of the bundle in `cobuy.toml`; empty for one that was not declared. */
  bundle: string;
  /** What was promised to be taken off, minor units. */
  saving_minor: number;
}

/** Detail of `cobuy-dismiss`: the offer's list, and what it was. */
export interface CobuyDismissDetail extends CobuyDetail {
  /** The placement, and after a slash the rule that made it. */
  offer: string;
  /** Which of its angles was shown, from 0. */
  angle: number;
}

/** Every event; all bubble and are composed, so that one listener on `document` hears all. */
export interface CobuyEventMap {
  /** The list is drawn. */
  'cobuy-ready': CustomEvent<CobuyDetail>;
  /** At least half of the list is on screen; once per list. */
  'cobuy-view': CustomEvent<CobuyDetail>;
  /** A card's link is followed. */
  'cobuy-click': CustomEvent<CobuyDetail>;
  /** A product is about to be added; `preventDefault()` leaves that to the listener. */
  'cobuy-add': CustomEvent<CobuyDetail>;
  /** The host has added it. */
  'cobuy-added': CustomEvent<CobuyDetail>;
  /** There is nothing to show. */
  'cobuy-empty': CustomEvent<CobuyDetail>;
  /** A bundle was added, but the cart does not show the discount that was promised. */
  'cobuy-missing': CustomEvent<CobuyMissingDetail>;
  /** An offer that had come unasked was sent away. */
  'cobuy-dismiss': CustomEvent<CobuyDismissDetail>;
  /** Something that is needed could not be had; at most once a page. */
  'cobuy-error': CustomEvent<CobuyErrorDetail>;
}

/** Every element of cobuy. They are set by attributes, see `ShelfAttributes`. */
export interface CobuyElement extends HTMLElement {
  addEventListener<K extends keyof CobuyEventMap>(
    type: K,
    listener: (this: CobuyElement, event: CobuyEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: CobuyElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** `<cobuy-shelf>`: a list. */
export type CobuyShelf = CobuyElement;
/** `<cobuy-bundle>`: what is bought at once. */
export type CobuyBundle = CobuyElement;
/** `<cobuy-added>`: what goes with what was just put into the cart. Attribute `mode`: auto, dialog, drawer or inline. */
export type CobuyAdded = CobuyElement;
/** `<cobuy-offer>`: one offer that may come unasked. */
export type CobuyOffer = CobuyElement;

declare global {
  interface HTMLElementTagNameMap {
    'cobuy-shelf': CobuyShelf;
    'cobuy-bundle': CobuyBundle;
    'cobuy-added': CobuyAdded;
    'cobuy-offer': CobuyOffer;
  }
  interface HTMLElementEventMap extends CobuyEventMap {}
  interface DocumentEventMap extends CobuyEventMap {}
}
