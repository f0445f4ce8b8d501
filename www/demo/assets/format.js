/** Money and small texts. */

const currency = document.body.dataset.currency || 'EUR';
const money = new Intl.NumberFormat('en-IE', { style: 'currency', currency });

/**
 * Minor units of the shop's currency as text: 1990 is "€19.90".
 * @param {number} minor
 */
export function price(minor) {
  return money.format(minor / 100);
}

/** Shows a short message at the top of the page for a few seconds, with a link to the cart. @param {string} text */
export function note(text) {
  const place = /** @type {HTMLElement} */ (document.querySelector('[data-note]'));
  const link = document.createElement('a');
  link.href = '/cart.html';
  link.textContent = 'View cart';
  place.replaceChildren(text, ' ', link);
  clearTimeout(hide);
  hide = window.setTimeout(unnote, 5000);
}
let hide = 0;

/** Takes it away again. */
export function unnote() {
  clearTimeout(hide);
  document.querySelector('[data-note]')?.replaceChildren();
}
