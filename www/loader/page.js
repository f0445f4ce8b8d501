// The page's one copy of cobuy, light enough for every page: commands, elements, files. Everything heavy (core,
// wasm, data) starts when a slot comes near the viewport.

import { files } from './files.js';

/** @typedef {import('./types.d.ts').Page} Page */
/** @typedef {import('./types.d.ts').Settings} Settings */
/** @typedef {import('./types.d.ts').Slot} Slot */

const OWNER = Symbol.for('cobuy.v1');
/** What a browser throws where a script or the wasm does not come has no code. */

/**
 * The page's copy: the first one wins, later ones (another version, the npm build beside a script tag) use it.
 * @param {Settings} settings
 * @returns {Page}
 */
export function page(settings) {
  const owner = /** @type {Record<symbol, Page>} */ (/** @type {unknown} */ (globalThis));
  return (owner[OWNER] ??= create(settings));
}

/**
 * Copies members; one that cannot be read is left out. Functions stay those of the object that they came with.
 * @param {any} to @param {any} from
 */
function take(to, from) {
  for (const name of Object.keys(from ?? {})) {
    try {
      const value = from[name];
      to[name] = typeof value === 'function' ? value.bind(from) : value;
    } catch {
      // As if it were not there.
    }
  }
}

/** @param {Settings} settings */
function create(settings) {
  /** @type {Set<Slot>} */
  const slots = new Set();
  /** @type {Promise<import('./types.d.ts').Core> | undefined} */
  let starting;
  const data = files(settings);

  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) {
          near.unobserve(target);
          attach(/** @type {Slot} */ (target));
        }
      }
    },
    { rootMargin: '400px' },
  );

  /** @type {Page} */
  const self = {
    version: COBUY_VERSION,
    settings,
    data,
    host: {},
    texts: {},
    events: [],
    since: document.hidden ? -1 : Date.now(),
    fail(error, slot) {
      // Once is enough.
      self.fail = () => {};
      const { code = 'no-wasm', message } = /** @type {import('./files.js').Fault} */ (error);
      (slot ?? [...slots][0] ?? document).dispatchEvent(
        new CustomEvent('cobuy-error', { detail: { code, message }, bubbles: true, composed: true }),
      );
    },
    start: () => (starting ??= start()),
    came(slot) {
      slots.add(slot);
      if (self.core) attach(slot);
      else near.observe(slot);
    },
    left(slot) {
      slots.delete(slot);
      near.unobserve(slot);
      self.core?.detach(slot);
    },
    changed(slot) {
      self.core?.update(slot);
    },
    push(...commands) {
      for (const command of commands) {
        const [name, value] = Array.isArray(command) ? command : [];
        if (name === 'event') self.events.push(value);
        if (name === 'host' || name === 'texts') take(self[name], value);
        self.core?.renew();
      }
      return 0;
    },
    clear() {
      self.core?.clear();
      try {
        localStorage.removeItem('cobuy.v1');
      } catch {
        // Where nothing may be stored nothing is.
      }
    },
    recommend: (request) =>
      self
        .start()
        .then((core) => core.recommend(request ?? {}))
        .catch(({ code: silence = 'no-wasm' }) => {
          const { placement = 'pdp' } = request ?? {};
          return { items: [], placement, arm: 'default', generation: '', silence };
        }),
  };

  /** Fetches everything that the first list needs at once: no request waits for another. */
  async function start() {
    const [core, ...all] = await Promise.all([settings.core(), settings.host(), settings.wasm(), data.base()]);
    return (self.core = await core.start(self, ...all));
  }

  /** @param {Slot} slot */
  function attach(slot) {
    const product = slot.getAttribute('product');
    if (product) {
      data.name(product, slot.getAttribute('shard'));
      // Asked for now, in parallel; whoever needs it later hears of a failure.
      data.shard(product).catch(() => {});
    }
    if (self.core) self.core.attach(slot);
    else {
      self
        .start()
        .then((core) => slots.has(slot) && core.attach(slot))
        .catch((error) => self.fail(error, slot));
    }
  }

  const queue = globalThis.cobuy;
  globalThis.cobuy = self;
  if (Array.isArray(queue)) self.push(...queue);
  return self;
}
