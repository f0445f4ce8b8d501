// Layers above the page, fetched where an element for one is on it.

import { added } from './added.js';
import { offer } from './offer.js';

/** @type {typeof import('./dialogs.d.ts').open} */
export const open = (slot, tools) => (slot.localName === 'cobuy-offer' ? offer : added)(slot, tools);
