/** The checkout: shows what is bought, and turns the cart into the last order. What is typed is not read. */
import { cartLines, placeOrder, totals } from '../cart.js';
import { price } from '../format.js';

/**
 * Lines as a short list: what, how many, how much.
 * @param {import('../cart.js').Line[]} lines
 */
export function brief(lines) {
  return lines.map((line) => {
    const item = document.createElement('li');
    const what = document.createElement('span');
    const form = line.form ? `, ${line.form}` : '';
    what.textContent = `${line.quantity > 1 ? `${line.quantity} × ` : ''}${line.title}${form}`;
    const much = document.createElement('span');
    much.className = 'price';
    much.textContent = price(line.quantity * line.price_minor);
    item.append(what, much);
    return item;
  });
}

export function start() {
  const lines = cartLines();
  if (lines.length === 0) {
    location.replace('/cart.html');
    return;
  }
  const { delivery, total } = totals(lines);
  const form = /** @type {HTMLFormElement} */ (document.querySelector('[data-checkout]'));
  form.querySelector('[data-brief]')?.replaceChildren(...brief(lines));
  const put = (/** @type {string} */ name, /** @type {string} */ text) => {
    const place = form.querySelector(`[data-${name}]`);
    if (place) place.textContent = text;
  };
  put('delivery', delivery ? price(delivery) : 'free');
  put('total', price(total));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    placeOrder();
    location.assign('/thank-you.html');
  });
  document.body.dataset.ready = '';
}
