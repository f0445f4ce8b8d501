// How what JavaScript knows becomes a text that Rust reads (src/handle.rs): fields separated by form feeds, of lines, of
// parts separated by tabs. The one place where such texts are made: what the shop says cannot end a field of its own
// accord, because control characters go.

const SEPARATORS = ['\f', '\n', '\t'];
// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x1f\x7f-\x9f]+/g;

/** A value as one line of text, without what would end it. @param {unknown} value */
export const plain = (value) => `${value ?? ''}`.replace(CONTROL, ' ').trim();

/**
 * A text of fields; a field that is a list becomes lines, a line that is a list becomes parts. What is absent is empty.
 * @param {unknown} value
 * @param {number} [level]
 * @returns {string}
 */
export const encode = (value, level = 0) =>
  Array.isArray(value)
    ? value.map((part) => encode(part, level + 1)).join(SEPARATORS[level])
    : plain(value);
