/** The thank-you page: the order just placed. */
import { lastOrder, totals } from '../cart.js';
import { price } from '../format.js';
import { brief } from './checkout.js';

export function start() {
  const lines = lastOrder();
  if (lines.length > 0) {
    const thanks = document.querySelector('[data-thanks]');
    if (thanks) thanks.textContent = `Your order over ${price(totals(lines).total)} would be on its way now.`;
    document.querySelector('[data-brief]')?.replaceChildren(...brief(lines));
  }
  document.body.dataset.ready = '';
}
