// <cobuy-offer>: one offer that comes at a pause or when the pointer leaves the page, if the merchant switched that on.
// At most one a visit, only where the visit may be remembered, never at payment, and not again for weeks once it was sent
// away. It takes no focus and covers nothing that it could not be closed over.
//
// @attr interrupt    never, pause, exit or both
// @attr pause-ms     how long nothing may happen before it is a pause
// @attr snooze-days  how long a dismissed offer stays away
// @csspart dialog head label foot close decline
// @event cobuy-dismiss

import { arrives, button, list, node } from './frame.js';
import { dress } from './styles.js';
import { word } from './texts.js';

const PATIENCE_MS = 5000;
/** What shows that somebody is there. */
const ACTIVITY = ['pointerdown', 'pointermove', 'keydown', 'input', 'scroll'];

/** Words of the option `interrupt`, as bits of their positions. */
const [PAUSE, EXIT] = [1, 2];
/** What is the element's own and not its list's. */
const OWN = /^(id|class|style|hidden|data-.*)$/;

/** @type {typeof import('./dialogs.d.ts').open} */
export function offer(slot, { page, host, tell, emit, rust, ids, id }) {
  // It came into a page whose widget knows no offers.
  if (!rust) return { renewed() {}, close() {} };
  const { session } = host;
  const root = /** @type {ShadowRoot} */ (slot.shadowRoot);
  const gone = new AbortController();
  let asking = false;
  dress(root);

  /** The number of an option's value: preset, `cobuy.toml`, attribute. @param {string} name */
  const option = (name) => {
    const number = id();
    rust.attach(number, slot, root);
    const value = rust.option(number, name);
    rust.detach(number);
    return value;
  };
  /** Whether a list may interrupt: code of the silence (empty where it may), the offer's name, the angle that is due.
   * @param {HTMLElement} list */
  const interrupt = (list) => rust.interrupt(ids.get(list) ?? 0).split('\f');

  const come = async () => {
    if (asking || document.hidden || !slot.isConnected || root.querySelector('dialog')) return;
    asking = true;
    const own = slot.getAttributeNames().filter((name) => !OWN.test(name));
    const shelf = list({
      ...{ placement: 'checkout', layout: 'cards', limit: '1', 'min-items': '1' },
      ...Object.fromEntries(own.map((name) => [name, slot.getAttribute(name) ?? ''])),
      overlay: '',
    });
    const layer = frame(shelf);
    root.append(layer);
    const [code, name, angle] = interrupt(shelf);
    const ready = !code && (await arrives(shelf, PATIENCE_MS));
    asking = false;
    // It may have come to paying meanwhile.
    if (!ready || interrupt(shelf)[0]) return layer.remove();
    session.interrupted();
    tell();
    wait(layer, name, +angle, ready);
    // Not show(), which takes the focus: somebody may be typing their address.
    layer.open = true;
    const label = layer.querySelector('[part=label]');
    if (label) label.textContent = word(page, 'layer-offer');
  };

  /** @param {HTMLElement} shelf */
  const frame = (shelf) => {
    const label = node('p', 'label', '');
    label.id = 'label';
    label.role = 'status';
    const close = button('close', '×', () => layer.close());
    close.ariaLabel = word(page, 'layer-close');
    const decline = button('decline', word(page, 'layer-decline'), () => layer.close());
    const layer = node('dialog', 'dialog', [node('div', 'head', [label, close]), shelf, node('div', 'foot', [decline])]);
    layer.setAttribute('aria-label', word(page, 'layer-offer'));
    layer.dataset.mode = 'offer';
    return layer;
  };

  /** Until it is taken or sent away. @param {HTMLDialogElement} layer @param {string} name @param {number} angle @param {any} detail */
  const wait = (layer, name, angle, detail) => {
    let taken = false;
    for (const event of ['cobuy-added', 'cobuy-click']) {
      layer.addEventListener(event, () => {
        taken = true;
        const decline = layer.querySelector('[part=decline]');
        if (decline) decline.textContent = word(page, 'layer-close');
      });
    }
    const ended = new AbortController();
    document.addEventListener('keydown', ({ key }) => key === 'Escape' && layer.close(), { signal: ended.signal });
    layer.addEventListener('close', () => {
      ended.abort();
      layer.remove();
      // At payment it goes by itself, which is nobody's answer.
      if (taken || session.step() === 'payment') return;
      session.dismiss(name, angle);
      tell();
      emit(slot, 'cobuy-dismiss', { ...detail, offer: name, angle }, false);
    });
  };

  let pause = 0;
  const active = () => {
    clearTimeout(pause);
    if (option('interrupt') & PAUSE) pause = window.setTimeout(come, option('pause-ms'));
  };
  const { signal } = gone;
  for (const name of ACTIVITY) document.addEventListener(name, active, { capture: true, passive: true, signal });
  const leaves = (/** @type {MouseEvent} */ { relatedTarget, clientY }) => {
    if (!relatedTarget && clientY <= 0 && option('interrupt') & EXIT) void come();
  };
  document.addEventListener('mouseout', leaves, { signal });
  active();

  return {
    renewed() {
      const layer = root.querySelector('dialog');
      if (layer?.open && session.step() === 'payment') layer.close();
    },
    close() {
      gone.abort();
      clearTimeout(pause);
      root.querySelector('dialog')?.remove();
    },
  };
}
