/** localStorage that cannot throw: where the browser forbids it, values live as long as the page. */

/**
 * What the browser would not keep: newer than what it holds under the same key.
 * @type {Map<string, string>}
 */
const memory = new Map();

/** @param {string} key */
function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * @template T
 * @param {string} key
 * @param {T} absent what to return where nothing, or nothing readable, is stored
 * @returns {T}
 */
export function read(key, absent) {
  try {
    const text = memory.get(key) ?? stored(key);
    return text ? JSON.parse(text) : absent;
  } catch {
    return absent;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
export function write(key, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);
  }
}
