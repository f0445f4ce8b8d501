import type { CartLine, Consent, CustomerFacts, LiveFacts, PageFacts, Variant } from './host';

/** What a host module's `adapt` returns: the host interface with nothing missing, as core.js uses it. */
export interface Adapter {
  /** What the shopper looked at. */
  readonly views: Views;
  page(): Promise<PageFacts>;
  /** Lines, oldest first. */
  cart(): Promise<CartLine[]>;
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
  track(name: string, detail: unknown): void;
  customer(): Promise<CustomerFacts>;
  order(): Promise<CartLine[]>;
  facts(): Promise<Record<string, string | number | boolean>>;
  discounts(): Promise<string[]>;
  /** Consent now; calls back on every change. */
  consent(changed: (consent: Consent) => void): Promise<Consent>;
  /** Bits in the order add, remove, variants, open, live. */
  readonly can: number;
  locale(): string;
  /** Currency, country, tax display and customer group of this page; undefined where the host does not say. */
  terms(): Promise<(string | undefined)[]>;
}

/** What the shopper looked at; kept between pages only with consent. */
export interface Views {
  /** Opens a product's page, or one without a product. */
  turn(key: string): void;
  /** The shopper allows keeping, or no longer does. */
  allow(storage: boolean | undefined): void;
  /** Key of the page's product, empty for none. */
  page(): string;
  /** Newest first. */
  keys(): string[];
  /** Newest first, a line each: key, visible milliseconds, scroll depth in per cent. */
  lines(): string;
}

export function adapt(host: import('./host').CobuyHost, document: Document, since: number): Adapter;
