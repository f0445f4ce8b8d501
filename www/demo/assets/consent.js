/** What the shopper allows: asked once in a banner, changed in the footer and on the privacy page at any time. */
import { read, write } from './store.js';

/** @typedef {{ storage: boolean, analytics: boolean }} Consent */

const KEY = 'shop.consent.v1';

/** @type {Set<(consent: Consent) => void>} */
const listeners = new Set();

/** @returns {Consent | null} null: not asked yet */
function answer() {
  return read(KEY, /** @type {Consent | null} */ (null));
}

/** @returns {Consent} */
export function consent() {
  return answer() ?? { storage: false, analytics: false };
}

/**
 * @param {(consent: Consent) => void} changed
 * @returns {() => void} ends it
 */
export function onConsent(changed) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** @param {Consent} given */
function decide(given) {
  write(KEY, given);
  show();
  for (const changed of listeners) changed(given);
}

function show() {
  const given = consent();
  const state = document.querySelector('[data-consent-state]');
  if (state) state.textContent = given.storage ? 'Your visit is remembered on this device.' : 'Your visit is not remembered.';
  const banner = /** @type {HTMLElement} */ (document.querySelector('[data-consent]'));
  banner.hidden = answer() !== null;
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-consent-form]'));
  for (const name of /** @type {const} */ (['storage', 'analytics'])) {
    const box = form?.elements.namedItem(name);
    if (box instanceof HTMLInputElement) box.checked = given[name];
  }
}

/** @param {string} selector @param {() => void} action */
function onClick(selector, action) {
  document.querySelector(selector)?.addEventListener('click', action);
}

/** Shows the banner where nothing was answered yet, and connects the controls of the page. */
export function showConsent() {
  show();
  onClick('[data-consent-yes]', () => decide({ ...consent(), storage: true }));
  onClick('[data-consent-no]', () => decide({ storage: false, analytics: false }));
  onClick('[data-consent-withdraw]', () => decide({ storage: false, analytics: false }));
  onClick('[data-consent-open]', () => {
    const banner = /** @type {HTMLElement} */ (document.querySelector('[data-consent]'));
    banner.hidden = false;
    banner.querySelector('button')?.focus();
  });
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-consent-form]'));
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    decide({ storage: data.has('storage'), analytics: data.has('analytics') });
  });
}
