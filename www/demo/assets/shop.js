/**
 * The demo shop's page script, a map: what every page does, then the one module that this page needs.
 * - store.js: localStorage that cannot throw. format.js: money. live.js: price and stock now.
 * - clock.js, in front of everything: what time it is. cart.js: the cart. consent.js: what the shopper allows. facts.js: what the shop states of its customer. host.js: all of
 *   them, as cobuy asks for them. panel.js: what cobuy decided on this page, and why.
 * - pages/: home, product, cart, checkout and thank-you.
 */
import { onCartChange, cartCount } from './cart.js';
import { showConsent } from './consent.js';
import { host } from './host.js';
import { showPanel } from './panel.js';

const commands = (/** @type {any} */ (window).cobuy ||= []);
commands.push(['host', host]);

const counter = /** @type {HTMLElement} */ (document.querySelector('[data-cart-count]'));
onCartChange(() => {
  counter.textContent = String(cartCount());
});
counter.textContent = String(cartCount());
showConsent();
showPanel();

// On a narrow screen the menu scrolls: bring the current shelf into its view, without moving the page.
const menu = document.querySelector('.shelves');
const current = /** @type {HTMLElement | null} */ (menu?.querySelector('[aria-current]') ?? null);
if (menu && current) menu.scrollLeft = current.offsetLeft - menu.clientWidth / 3;

/** Pages with a script of their own. @type {Record<string, () => Promise<{ start: () => void }>>} */
const pages = {
  home: () => import('./pages/home.js'),
  product: () => import('./pages/product.js'),
  cart: () => import('./pages/cart.js'),
  checkout: () => import('./pages/checkout.js'),
  'thank-you': () => import('./pages/thank-you.js'),
};
const page = pages[document.body.dataset.page ?? ''];
if (page) (await page()).start();
