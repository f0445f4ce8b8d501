import type { CobuyHost } from '../hosts/host';

/** How the files that are not in every page are had. The two entries say it, tag.js by address and module.js in a form that
 * bundlers follow, so that nothing else knows where they lie. What these files need in turn is a relative import in them. */
export interface Parts {
  core(): Promise<Pick<typeof import('./core.js'), 'start'>>;
  host(): Promise<Pick<typeof import('../hosts/adapter.d.ts'), 'adapt'>>;
  /** The wasm that goes with the core, or the one of this name beside it. */
  wasm(other?: string): Promise<Response>;
}

/** What a page says once. */
export interface Settings extends Parts {
  /** Absolute address of its folder. */
  snapshot: string;
  k?: number | string | undefined;
  /** `not-required`: the shop's statement that its country asks for no permission to store. */
  consent?: string | undefined;
}

/** What `start()` of the npm package takes. */
export interface Options {
  /** Folder of the snapshot, ending in a slash; relative to the page. */
  snapshot: string;
  /** Digits of shard names, as `cobuy tags` prints them. Without it the first shard waits for the base. */
  k?: number;
  /** Address of cobuy.wasm, relative to the page; the one beside this file without it. */
  wasm?: string | URL;
  /** Address of cobuy-core.js, likewise. */
  core?: string | URL;
  /** The widget with rules, bundles and offers from the start. Without it a page that turns out to need them fetches it then. */
  full?: boolean;
  /** Address of the host adapter; the generic one without it. */
  host?: string | URL;
  /** The shop's statement that no permission is needed to keep the visit. */
  consent?: 'not-required';
}

export interface Request {
  placement?: 'pdp' | 'add-to-cart' | 'cart' | 'checkout' | 'thank-you' | 'home' | 'category' | 'protocol';
  /** Product key that the list is about; without it the page's. */
  product?: string;
  /** What the items are to the session's; without it the placement's. */
  relation?: 'auto' | 'together' | 'similar' | 'upgrade' | 'next' | 'popular' | 'rising' | 'alternatives' | 'substitutes' | 'viewed';
  /** Keys in the cart, oldest first; without `cart` and `seen` the page's own session counts. */
  cart?: string[];
  /** Keys looked at, newest first. */
  seen?: string[];
  /** Most items. */
  limit?: number;
  /** The shopper's month, 1 to 12; without it this browser's. */
  month?: number;
}

export interface Item {
  key: string;
  title: string;
  url: string;
  image: string;
  /** Minor units; undefined while no true price is known. */
  price_minor?: number;
  currency: string;
  relation: 'together' | 'similar' | 'upgrade' | 'next' | 'popular' | 'rising' | 'viewed' | 'chosen';
  reason: { code: 'together-share' | 'together' | 'together-viewed' | 'similar-viewed' | 'similar-brand' | 'similar' | 'upgrade-reviews' | 'upgrade' | 'next-days' | 'next' | 'popular-category' | 'popular' | 'rising' | 'viewed' | 'chosen'; text: string };
  /** What the shop's analytics may carry along: generation.placement.position */
  track: string;
}

export interface Answer {
  items: Item[];
  placement: string;
  arm: string;
  generation: string;
  /** Why the list is empty. */
  silence?: string;
}

export interface Files {
  base(): Promise<Uint8Array>;
  shard(key: string): Promise<Uint8Array>;
  name(key: string, name: string | null): void;
}

export type Slot = HTMLElement;

/** What core.js answers with when everything heavy is there. */
export interface Core {
  attach(slot: Slot): void;
  detach(slot: Slot): void;
  update(slot: Slot): void;
  renew(): void;
  clear(): void;
  recommend(request: Request): Promise<Answer>;
}

export type Command = ['host', CobuyHost] | ['texts', Record<string, string>] | ['event', string];

/** The page's copy. */
export interface Page {
  version: string;
  settings: Settings;
  data: Files;
  host: CobuyHost;
  texts: Record<string, string>;
  /** What the host told of before everything heavy was there. */
  events: string[];
  /** Unix milliseconds since when the page is visible, −1 if it is not yet. */
  since: number;
  core?: Core;
  /** What happened on this page; there once everything heavy is. */
  session?: () => any;
  start(): Promise<Core>;
  fail(error: unknown, slot?: Slot): void;
  came(slot: Slot): void;
  left(slot: Slot): void;
  changed(slot: Slot): void;
  push(...commands: Command[]): number;
  /** Forgets the visit, in memory and in storage. */
  clear(): void;
  recommend(request?: Request): Promise<Answer>;
}

declare global {
  // eslint-disable-next-line no-var
  var cobuy: Page | Command[] | undefined;
  const COBUY_VERSION: string;
  /** Whether this is the widget with rules, bundles and offers. */
  const COBUY_FULL: boolean;
}
