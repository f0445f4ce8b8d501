/** The checkout in two steps: shows what is bought, and turns the cart into the last order. What is typed is not read. */
import { cartLines, onCartChange, placeOrder, totals } from '../cart.js';
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

/** @param {HTMLFormElement} form */
function show(form) {
  const lines = cartLines();
  const { delivery, total } = totals(lines);
  form.querySelector('[data-brief]')?.replaceChildren(...brief(lines));
  const put = (/** @type {string} */ name, /** @type {string} */ text) => {
    const place = form.querySelector(`[data-${name}]`);
    if (place) place.textContent = text;
  };
  put('delivery', delivery ? price(delivery) : 'free');
  put('total', price(total));
}

/** Shows one step and tells cobuy, which is silent at payment. @param {'address' | 'payment'} step */
function turnTo(step) {
  document.body.dataset.step = step;
  for (const part of document.querySelectorAll('main [data-step]')) {
    /** @type {HTMLElement} */ (part).hidden = part.getAttribute('data-step') !== step;
  }
  for (const name of document.querySelectorAll('[data-step-name]')) {
    if (name.getAttribute('data-step-name') === step) name.setAttribute('aria-current', 'step');
    else name.removeAttribute('aria-current');
  }
  const next = document.querySelector('[data-next]');
  if (next) next.textContent = step === 'payment' ? 'Place the order' : 'On to payment';
  document.dispatchEvent(new CustomEvent('cobuy:page', { detail: { type: 'checkout', step } }));
}

export function start() {
  if (cartLines().length === 0) {
    location.replace('/cart.html');
    return;
  }
  const form = /** @type {HTMLFormElement} */ (document.querySelector('[data-checkout]'));
  show(form);
  onCartChange(() => cartLines().length > 0 && show(form));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (document.body.dataset.step !== 'payment') {
      turnTo('payment');
      /** @type {HTMLElement | null} */ (form.querySelector('[name=payment]'))?.focus();
      return;
    }
    placeOrder();
    location.assign('/thank-you.html');
  });
  document.body.dataset.ready = '';
}
