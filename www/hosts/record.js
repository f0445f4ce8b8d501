// What happened on this page, step by step, for `cobuy.session()` (docs/SESSION.md).

/** Most steps that are remembered; a page that is open for days stops remembering. */
const MOST_STEPS = 1000;

export function recorder() {
  /** What happened, in order. @type {object[]} */
  const steps = [];
  /** Keys whose shards are at hand. @type {Set<string>} */
  const files = new Set();
  /** What the lists on the page show. @type {Map<Element, string[]>} */
  const shown = new Map();
  /** The last of what was said under each name; before anything is, nothing. @type {Record<string, string>} */
  const said = { cart: '[]', purchases: '[]', bought_at: '[]', facts: '{}', order: '[]' };
  let generation = '';

  const self = {
    steps,
    files,
    generation: () => generation,
    /** @param {object} act */
    note: (act) => void (steps.length < MOST_STEPS && steps.push({ at: Math.round(performance.now()), ...act })),
    /** Notes what changed, and says whether it did. @param {string} name @param {unknown} value */
    say(name, value) {
      try {
        const text = JSON.stringify(value);
        if (said[name] === text) return false;
        said[name] = text;
        self.note({ [name]: JSON.parse(text) });
        return true;
      } catch {
        // What is no data cannot be recorded.
        return false;
      }
    },
    /** What a list showed, or its silence, with what it was ranked from besides the session.
     * @param {any} detail @param {Element} slot @param {string} product @param {object} from */
    list({ placement, generation: build, items, code }, slot, product, from) {
      generation = build;
      /** @type {string[]} */
      const keys = items.map((/** @type {{ key: string }} */ item) => item.key);
      if (code !== 'no-room') {
        // A layer above the page and the page take nothing from each other.
        const beside = (/** @type {Element} */ other) =>
          other !== slot && other.isConnected && other.hasAttribute('overlay') === slot.hasAttribute('overlay');
        const claimed = [...shown].flatMap(([other, keys]) => (beside(other) ? keys : []));
        const bundle = slot.localName === 'cobuy-bundle' || undefined;
        const options = Object.fromEntries(slot.getAttributeNames().map((name) => [name, slot.getAttribute(name)]));
        const relation = items[0]?.relation;
        self.note({ list: { placement, product, bundle, options, files: [...files], claimed, ...from, keys, relation, silence: code } });
      }
      if (keys.length) shown.set(slot, keys);
      else shown.delete(slot);
    },
  };
  return self;
}
