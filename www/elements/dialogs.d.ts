import type { Adapter } from '../hosts/adapter';
import type { CartLine } from '../hosts/host';
import type { Page, Slot } from '../loader/types';

/** What core.js lends to a layer. */
export interface Tools {
  page: Page;
  host: Adapter;
  /** Tells Rust what the session is now. */
  tell(): void;
  /** Sends an event as lists do; false where somebody cancelled it. */
  emit(slot: Slot, name: string, detail: unknown, cancelable: boolean): boolean;
  /** What Rust is asked; false in the widget without offers. */
  rust: false | Pick<typeof import('cobuy-glue'), 'attach' | 'detach' | 'option' | 'interrupt'>;
  /** Numbers of the page's lists. */
  ids: Map<Slot, number>;
  /** The next number. */
  id(): number;
}

/** An element that shows something in a layer above the page. */
export interface Layer {
  /** What the host states was asked again; `line` is what the shopper put into the cart through the shop itself. */
  renewed(line?: CartLine): void;
  /** The element is gone. */
  close(): void;
}

export function open(slot: Slot, tools: Tools): Layer;
