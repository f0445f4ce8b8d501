/** What was decided on this page and why, as cobuy's events tell it, and the switches for what the shop states. */
import { cartLines, onCartChange } from './cart.js';
import { consent, onConsent } from './consent.js';
import { set, settings } from './facts.js';

/** @typedef {{ key: string, title: string, relation: string, reason: { code: string, text: string }, rule?: string }} Item */
/** @typedef {{ placement: string, items: Item[], code: string, rules?: string[] }} Detail */

/** The last word of every element. @type {Map<Element, Detail>} */
const said = new Map();
const NAMES = ['cobuy-ready', 'cobuy-empty', 'cobuy-dismiss', 'cobuy-error'];

/** @param {string} tag @param {(string | Node)[]} content */
function node(tag, ...content) {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}

/** @param {Element} element @param {Detail} detail */
function decision(element, { placement, items = [], code, rules = [] }) {
  const relation = element.getAttribute('relation');
  const head = node('h3', `${element.localName} · ${placement}${relation ? ` · ${relation}` : ''}`);
  if (!items.length) return [head, node('p', 'Silent: ', node('code', code), '.')];
  const lines = items.map(({ key, title, relation, reason, rule }) => {
    const why = [...new Set([relation, reason?.code, rule])].filter(Boolean).join(', ');
    return node('li', title ?? key, ' — ', reason?.text ?? '', ' ', node('code', why));
  });
  const by = rules.length ? [node('p', 'Rules: ', node('code', rules.join(', ')))] : [];
  return [head, node('ol', ...lines), ...by];
}

/** What the page's record says of the visit. */
function visit() {
  const session = /** @type {any} */ (window).cobuy?.session?.();
  const { storage, analytics } = consent();
  const steps = session?.steps ?? [];
  const viewed = new Set((session?.views ?? []).map((/** @type {{ key: string }} */ view) => view.key));
  const named = {
    Remembered: storage ? 'yes' : 'no',
    Counted: analytics ? 'yes' : 'no',
    'Visits before': String(session?.visits?.before ?? 'unknown'),
    'Viewed before': String(viewed.size),
    'In the cart': String(cartLines().length),
    Device: session?.device ?? '',
    'Steps recorded': String(steps.length),
    'Time now': new Date().toLocaleString('en-IE'),
  };
  return Object.entries(named).flatMap(([name, value]) => [node('dt', name), node('dd', value)]);
}

function draw() {
  const panel = /** @type {HTMLDetailsElement} */ (document.querySelector('[data-panel]'));
  if (!panel.open) return;
  const decided = [...said].filter(([element]) => element.isConnected);
  if (decided.length) panel.querySelector('[data-panel-lists]')?.replaceChildren(...decided.flatMap((one) => decision(...one)));
  panel.querySelector('[data-panel-visit]')?.replaceChildren(...visit());
}

/** The switches show what is set, and the shop states it from then on. @param {HTMLFormElement} form */
function connect(form) {
  const sold = /** @type {HTMLSelectElement} */ (form.elements.namedItem('sold_out'));
  for (const { product, title } of cartLines()) sold.add(new Option(title, product));
  const now = settings();
  const gone = String(now.sold_out ?? '');
  if (gone && ![...sold.options].some(({ value }) => value === gone)) sold.add(new Option(gone, gone));
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement) field.checked = now[field.name] === true;
    if (field instanceof HTMLSelectElement) field.value = String(now[field.name] ?? field.options[0].value);
  }
  form.addEventListener('change', (event) => {
    const fields = [...form.elements].filter((field) => field instanceof HTMLInputElement || field instanceof HTMLSelectElement);
    set(Object.fromEntries(fields.map((field) => [field.name, field instanceof HTMLInputElement ? field.checked : field.value])));
    confirm();
    // What has read the time already would go on with it.
    if (event.target === form.elements.namedItem('clock')) return location.reload();
    // The host is asked for everything again.
    /** @type {any} */ (window).cobuy.push(['host', {}]);
  });
}

/** How an addition is confirmed. */
function confirm() {
  const mode = String(settings().confirmation ?? 'dialog');
  const added = document.querySelector('cobuy-added');
  if (mode === 'off') added?.remove();
  else added?.setAttribute('mode', mode);
}

/** Listens from the start, draws when it is opened. */
export function showPanel() {
  for (const name of NAMES) {
    document.addEventListener(name, (event) => {
      const from = /** @type {Element} */ (event.composedPath()[0]);
      if (from instanceof Element) said.set(from, /** @type {CustomEvent<Detail>} */ (event).detail);
      draw();
    });
  }
  document.querySelector('[data-panel]')?.addEventListener('toggle', draw);
  onCartChange(draw);
  onConsent(draw);
  connect(/** @type {HTMLFormElement} */ (document.querySelector('[data-panel-facts]')));
  confirm();
}
