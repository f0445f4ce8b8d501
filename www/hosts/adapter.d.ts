import type { AddLine, CartLine, Consent, LiveFacts, PageFacts, Variant } from './host';

/** Who is buying. */
export interface Customer {
  group: string | undefined;
  /** Newest first, with the time where it is known. */
  purchases: { product: string; bought_at: number | undefined }[];
}

/** What a host states. */
export interface Facts {
  page(): Promise<PageFacts>;
  /** Lines, oldest first. */
  cart(): Promise<CartLine[]>;
  customer(): Promise<Customer>;
  /** Lines of the order just placed. */
  order(): Promise<CartLine[]>;
  facts(): Promise<Record<string, string | number | boolean>>;
  /** Currency, country and tax display of this page; undefined where the host does not say. */
  terms(): (string | undefined)[];
}

/** What a host module's `adapt` returns: the host interface with nothing missing, as core.js uses it. */
export interface Adapter extends Facts {
  readonly session: Session;
  /** Calls back whenever cart or page may have changed. */
  watch(changed: () => void): void;
  /** What is known of these products now, and when it was said (unix milliseconds); unknown ones are left out. */
  live(products: string[]): Promise<(LiveFacts & { key: string; asked_at: number })[]>;
  /** Adds; resolves to a text if refused, an empty one if it failed. */
  add(lines: AddLine[]): Promise<string | undefined>;
  /** Takes out; likewise. */
  remove(lines: AddLine[]): Promise<string | undefined>;
  variants(product: string): Promise<Variant[]>;
  open(): void;
  /** False where links shall do it. */
  navigate(url: string): boolean;
  /** An event of a list; the session hears it, the host where it may. */
  track(name: string, detail: unknown, slot: Element): void;
  /** What discounts take off the cart, minor units; without end where their amounts are not said, nothing where the host does
   * not tell of discounts. */
  off(): Promise<number | undefined>;
  /** Consent now; calls back on every change. */
  consent(changed: (consent: Consent) => void): Promise<Consent>;
  /** Whether the shop itself shows what was put into the cart. */
  readonly confirms: boolean;
  /** Bits in the order add, remove, variants, open, live. */
  readonly can: number;
  locale(): string;
}

/** What the page states and what the shopper did. */
export interface Session {
  /** Asks the host for everything that it states. */
  renew(host: Facts): Promise<void>;
  /** The shopper allows keeping the visit between pages (true) or no longer does (false, which deletes); nobody has said
   * yet (undefined). */
  allow(storage: boolean | undefined): void;
  /** Forgets everything but the page that is open. */
  clear(): void;
  /** The host told of something; what is no name is nothing. */
  event(name: unknown): void;
  /** cobuy is about to add so many of a product, or (negative) was refused. */
  adding(product: string, quantity: number): void;
  /** The line that the shopper put more into through the shop itself, once. */
  grown(): CartLine | undefined;
  /** The newest line of the cart. */
  newest(): CartLine | undefined;
  /** Step of the checkout; empty where the host names none. */
  step(): string;
  /** How often in a row a confirmation was closed and nothing taken. */
  refusals(): number;
  /** An offer interrupts. */
  interrupted(): void;
  /** A confirmation was closed. */
  closed(taken: boolean): void;
  /** An offer was sent away. */
  dismiss(offer: string, angle: number): void;
  /** Key of the page's product, empty for none. */
  page(): string;
  /** Keys whose shards a slot's first list is made of. */
  needs(slot: Element): string[];
  /** Keys in the cart, oldest first. */
  cart(): string[];
  /** The shard of this key is at hand. */
  had(key: string): void;
  /** Keys whose shards are worth loading when the page rests. */
  more(loading: Map<string, unknown>, most: number): string[];
  /** An event of a list, with what the host said of stock. */
  heard(name: string, detail: unknown, slot: Element, gone: Set<string>, prices: Record<string, number> | undefined): void;
  /** All of it, step by step; docs/SESSION.md. */
  record(): any;
  /** All of it in the order in which src/handle.rs reads it: fields, of lines, of parts. */
  told(): unknown[];
}

/** `consent` is what the script tag states: `not-required` or nothing. */
export function adapt(host: import('./host').CobuyHost, document: Document, since: number, consent?: string): Adapter;
