/** localStorage that cannot throw: where the browser forbids it, values live as long as the page. */

/** @type {Map<string, string>} */
const memory = new Map();

/**
 * @template T
 * @param {string} key
 * @param {T} absent what to return where nothing, or nothing readable, is stored
 * @returns {T}
 */
export function read(key, absent) {
  try {
    const text = localStorage.getItem(key) ?? memory.get(key);
    return text ? JSON.parse(text) : absent;
  } catch {
    const text = memory.get(key);
    return text ? JSON.parse(text) : absent;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
export function write(key, value) {
  const text = JSON.stringify(value);
  memory.set(key, text);
  try {
    localStorage.setItem(key, text);
  } catch {
    // Forbidden or full: the value stays in memory.
  }
}
