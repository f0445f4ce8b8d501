// What the layers are made of: nodes, a list, and the wait for it.

/** Parts of the list that stay reachable for ::part() through the layer. */
const PARTS =
  'shelf, heading, message, list, card, link, image, title, badge, price, prior, off, unit-price, reason, attributes, ' +
  'buy, action, undo, choice, status';

/**
 * An element with a part's name.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {string} part @param {string | Node[]} content
 * @returns {HTMLElementTagNameMap[T]}
 */
export function node(tag, part, content) {
  const made = document.createElement(tag);
  made.setAttribute('part', part);
  if (typeof content === 'string') made.textContent = content;
  else made.append(...content);
  return made;
}

/** @param {string} part @param {string} words @param {() => void} act */
export function button(part, words, act) {
  const made = node('button', part, words);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

/** A list with these attributes. @param {Record<string, string>} attributes */
export function list(attributes) {
  const made = document.createElement('cobuy-shelf');
  for (const [name, value] of Object.entries({ exportparts: PARTS, ...attributes })) made.setAttribute(name, value);
  return made;
}

/**
 * The detail of the list's `cobuy-ready`; nothing where it stays empty, or says nothing for so long.
 * @param {HTMLElement} list @param {number} patience_ms
 * @returns {Promise<any>}
 */
export function arrives(list, patience_ms) {
  return new Promise((resolve) => {
    list.addEventListener('cobuy-ready', (event) => resolve(/** @type {CustomEvent} */ (event).detail), { once: true });
    list.addEventListener('cobuy-empty', () => resolve(undefined), { once: true });
    setTimeout(resolve, patience_ms);
  });
}
