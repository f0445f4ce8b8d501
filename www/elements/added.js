// <cobuy-added>: what goes with what the shopper has just put into the cart through the shop itself. Where the shop shows
// a confirmation of its own the list stands inside that; else a dialog confirms, if there is anything good to show.
//
// @attr mode  auto: inline within something that the shop shows itself, else a dialog
// @csspart dialog head label named foot close open continue

import { arrives, button, list, node } from './frame.js';
import { dress } from './styles.js';
import { word } from './texts.js';

/** Longest that a confirmation waits for its list; after that it would come out of nowhere. */
const PATIENCE_MS = 1000;
/** Confirmations closed in a row, with nothing taken, after which none comes in this visit. */
const TIRED = 2;
/** What a shop shows its own confirmation in. */
const SHOWN = 'dialog, [role=dialog], [aria-modal], [data-drawer], [popover]';

/** @type {typeof import('./dialogs.d.ts').open} */
export function added(slot, { page, host }) {
  const { session } = host;
  const root = /** @type {ShadowRoot} */ (slot.shadowRoot);
  dress(root);
  let turn = 0;

  const mode = () => {
    const own = slot.getAttribute('mode') ?? '';
    if (['dialog', 'drawer', 'inline'].includes(own)) return own;
    return host.confirms || within(slot) ? 'inline' : 'dialog';
  };

  /** @param {import('../hosts/host.d.ts').CartLine} line */
  const inline = (line) => {
    slot.dataset.mode = 'inline';
    root.querySelector('cobuy-shelf')?.remove();
    const shelf = list({ placement: 'add-to-cart', product: line.product });
    root.append(shelf);
    // What nobody sees yet may close; what stands on screen keeps its room.
    shelf.addEventListener('cobuy-empty', () => (shelf.hidden = !slot.getClientRects().length));
  };

  /** @param {import('../hosts/host.d.ts').CartLine} line @param {string} mode */
  const dialog = async (line, mode) => {
    if (session.refusals() >= TIRED || root.querySelector('dialog[open]')) return;
    const mine = ++turn;
    const shelf = list({ placement: 'add-to-cart', product: line.product, overlay: '' });
    const label = node('h2', 'label', word(page, 'layer-added'));
    Object.assign(label, { id: 'label', tabIndex: -1, autofocus: true });
    const layer = node('dialog', 'dialog', []);
    layer.setAttribute('aria-labelledby', 'label');
    layer.dataset.mode = mode;
    const shut = () => layer.close();
    const close = button('close', '×', shut);
    close.ariaLabel = word(page, 'layer-close');
    const foot = [button('continue', word(page, 'layer-continue'), shut)];
    if (host.can & OPENS) foot.unshift(button('open', word(page, 'open-cart'), () => (shut(), host.open())));
    layer.append(node('div', 'head', [label, close]), node('p', 'named', line.title ?? ''), shelf, node('div', 'foot', foot));
    let taken = false;
    for (const name of ['cobuy-added', 'cobuy-click']) layer.addEventListener(name, () => (taken = true));
    layer.addEventListener('close', () => {
      session.closed(taken);
      layer.remove();
    });
    root.append(layer);
    const ready = await arrives(shelf, PATIENCE_MS);
    if (ready && mine === turn && slot.isConnected) layer.showModal();
    else layer.remove();
  };

  /** A drawer of the shop may open long after the addition. */
  const seen = new IntersectionObserver(([{ isIntersecting }]) => {
    const line = session.newest();
    if (isIntersecting && line && mode() === 'inline' && !root.querySelector('cobuy-shelf')) inline(line);
  });
  seen.observe(slot);

  return {
    renewed(line) {
      if (!line) return;
      const now = mode();
      if (now === 'inline') inline(line);
      else void dialog(line, now);
    },
    close() {
      seen.disconnect();
      root.querySelector('dialog')?.remove();
    },
  };
}

/** Bit of what the host can do: show the cart. */
const OPENS = 8;

/** Whether a shop's own dialog or drawer holds it, across shadow roots. @param {Element} slot */
function within(slot) {
  /** @type {Element | null} */
  let at = slot;
  while (at) {
    if (at.closest(SHOWN)) return true;
    const root = /** @type {ShadowRoot} */ (at.getRootNode());
    at = root.host ?? null;
  }
  return false;
}
