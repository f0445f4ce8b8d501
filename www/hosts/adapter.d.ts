import type { CartLine, Consent, CustomerFacts, LiveFacts, PageFacts, Variant } from './host';

/** What a host states. */
export interface Facts {
  page(): Promise<PageFacts>;
  /** Lines, oldest first. */
  cart(): Promise<CartLine[]>;
  customer(): Promise<CustomerFacts>;
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
  /** What is known of these products now; unknown ones are left out. */
  live(products: string[]): Promise<(LiveFacts & { key: string })[]>;
  /** Adds, or with a negative quantity takes out; resolves to a text if refused, rejects if it failed. */
  change(line: { product: string; variant?: string; quantity: number }): Promise<string | undefined>;
  variants(product: string): Promise<Variant[] | undefined>;
  open(): void;
  /** False where links shall do it. */
  navigate(url: string): boolean;
  /** An event of a list; the session hears it, the host where it may. */
  track(name: string, detail: unknown, slot: Element): void;
  discounts(): Promise<string[]>;
  /** Consent now; calls back on every change. */
  consent(changed: (consent: Consent) => void): Promise<Consent>;
  /** Bits in the order add, remove, variants, open, live. */
  readonly can: number;
  locale(): string;
}

/** What the page states and what the shopper did. */
export interface Session {
  /** Asks the host for everything that it states. */
  renew(host: Facts): Promise<void>;
  /** The shopper allows keeping views between pages, or no longer does. */
  allow(storage: boolean | undefined): void;
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
  heard(name: string, detail: unknown, slot: Element, gone: Set<string>, live_stock: boolean): void;
  /** All of it, step by step; docs/SESSION.md. */
  record(): any;
  /** All of it as src/handle.rs reads it. */
  text(): string;
}

export function adapt(host: import('./host').CobuyHost, document: Document, since: number): Adapter;
