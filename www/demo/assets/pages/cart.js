/** The cart page: lines, quantities, totals, all drawn from what the cart holds. */
import { FREE_FROM_MINOR, MOST, cartLines, onCartChange, setQuantity, totals } from '../cart.js';
import { soldOut } from '../facts.js';
import { price } from '../format.js';
import { liveRows } from '../live.js';

/** @param {string} selector @param {ParentNode} [within] */
const one = (selector, within = document) => /** @type {HTMLElement} */ (within.querySelector(selector));

/** @param {string} name */
function copyOf(name) {
  const template = /** @type {HTMLTemplateElement} */ (one(`template[data-${name}]`));
  return /** @type {DocumentFragment} */ (template.content.cloneNode(true));
}

/** @param {import('../cart.js').Line} line */
function lineView(line) {
  const view = copyOf('cart-line');
  const image = /** @type {HTMLImageElement} */ (one('img', view));
  image.src = line.image;
  const link = /** @type {HTMLAnchorElement} */ (one('.what a', view));
  link.href = line.url;
  link.textContent = line.title;
  one('[data-form]', view).textContent = line.form;
  one('.unit-price', view).textContent = line.quantity > 1 ? `${price(line.price_minor)} each` : '';
  one('.price', view).textContent = price(line.price_minor * line.quantity);
  const select = /** @type {HTMLSelectElement} */ (one('select', view));
  for (let n = 1; n <= Math.min(line.stock, MOST); n++) select.add(new Option(String(n), String(n), false, n === line.quantity));
  select.addEventListener('change', () => setQuantity(line.variant, Number(select.value)));
  const remove = one('button', view);
  remove.setAttribute('aria-label', `Remove ${line.title}`);
  remove.addEventListener('click', () => setQuantity(line.variant, 0));
  return view;
}

/** @param {import('../cart.js').Line[]} lines */
function sumView(lines) {
  const view = copyOf('cart-sum');
  const { goods, off, delivery, total } = totals(lines);
  one('[data-goods]', view).textContent = price(goods);
  one('[data-off]', view).textContent = `−${price(off)}`;
  one('[data-off-row]', view).hidden = !off;
  const missing = FREE_FROM_MINOR - goods + off;
  const gap = one('[data-gap]', view);
  gap.hidden = missing <= 0;
  /** @type {HTMLProgressElement} */ (one('progress', gap)).value = goods - off;
  one('span', gap).textContent = `${price(missing)} to go until delivery is free.`;
  one('[data-delivery]', view).textContent = delivery ? price(delivery) : 'free';
  one('[data-total]', view).textContent = price(total);
  one('[data-free]', view).textContent = delivery ? `Delivery is free from ${price(FREE_FROM_MINOR)}.` : 'All prices include VAT.';
  return view;
}

function draw() {
  const place = one('[data-cart]');
  const lines = cartLines();
  if (lines.length === 0) {
    place.replaceChildren(copyOf('cart-empty'));
  } else {
    const list = document.createElement('ul');
    list.append(...lines.map(lineView));
    place.replaceChildren(list, sumView(lines));
  }
}

/** Lines that can no longer be bought are marked, and there is room for what could stand in for them. */
async function markGone() {
  const rows = await liveRows().catch(() => /** @type {Record<string, import('../live.js').LiveRow>} */ ({}));
  const gone = cartLines().map(({ product }) => rows[product]?.[2] === 0 || soldOut() === product);
  for (const [at, line] of [...document.querySelectorAll('.line')].entries()) line.classList.toggle('out', gone[at]);
  document.querySelector('[data-substitutes]')?.toggleAttribute('hidden', !gone.some(Boolean));
}

/** @param {() => Promise<void>} then */
const drawn = async (then) => {
  draw();
  await then();
};

export async function start() {
  await drawn(markGone);
  document.body.dataset.ready = '';
  onCartChange(() => void drawn(markGone));
}
