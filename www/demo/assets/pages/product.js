/** The product page: price and stock follow the chosen variant, the form fills the cart. */
import { MOST, addToCart } from '../cart.js';
import { note, price, unnote } from '../format.js';

/** @param {number} stock */
function stockText(stock) {
  return stock < 5 ? `Only ${stock} left` : 'In stock';
}

/**
 * No more can be asked for than there is.
 * @param {HTMLSelectElement} select
 * @param {number} stock
 */
function limitTo(select, stock) {
  for (const option of select.options) option.disabled = Number(option.value) > Math.min(stock, MOST);
  if (select.selectedOptions[0]?.disabled) select.value = '1';
}

export function start() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-buy]'));
  const product = document.body.dataset.product;
  if (!form || !product) return;
  const error = /** @type {HTMLElement} */ (form.querySelector('[data-error]'));
  const stockLine = /** @type {HTMLElement} */ (form.querySelector('[data-stock-line]'));
  const quantity = /** @type {HTMLSelectElement} */ (form.elements.namedItem('quantity'));
  const only = /** @type {HTMLInputElement | null} */ (form.querySelector('input[type="hidden"][name="variant"]'));
  if (only) limitTo(quantity, Number(only.dataset.stock));

  form.addEventListener('change', (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.name !== 'variant') return;
    const shown = /** @type {HTMLElement} */ (document.querySelector('[data-price] .price'));
    shown.textContent = price(Number(input.dataset.priceMinor));
    stockLine.textContent = stockText(Number(input.dataset.stock));
    limitTo(quantity, Number(input.dataset.stock));
    error.textContent = '';
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const line = { product, variant: String(data.get('variant')), quantity: Number(data.get('quantity')) };
    const result = await addToCart([line]);
    error.textContent = result.error ?? '';
    if (!result.error) note('It is in your cart');
  });
  // A dialog that says so too takes the note's place.
  document.addEventListener('cobuy-ready', (event) => {
    const list = /** @type {Element} */ (event.composedPath()[0]);
    if (list.getAttribute('placement') === 'add-to-cart' && list.hasAttribute('overlay')) unnote();
  });
  document.body.dataset.ready = '';
}
