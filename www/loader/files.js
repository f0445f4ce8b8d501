// The snapshot's files: named by the product key alone, fetched once, inflated by the browser.

/** What goes wrong has a code that a page can act on. */
export class Fault extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * @param {import('./types.d.ts').Settings} settings
 * @returns {import('./types.d.ts').Files}
 */
export function files({ snapshot, k }) {
  /** @type {Map<string, Promise<Uint8Array>>} */
  const known = new Map();
  /** @type {Map<string, string>} */
  const names = new Map();

  /** @param {string} name @param {string} code */
  const file = (name, code) => {
    const waiting = known.get(name) ?? read(snapshot + name, code);
    known.set(name, waiting);
    return waiting;
  };

  const base = () => file('v1/base.bin', 'no-base');
  return {
    base,
    /** @param {string} key */
    async shard(key) {
      return file(`v1/s/${names.get(key) ?? (await digits(key, +(k ?? digitsOf(await base()))))}.bin`, 'no-shard');
    },
    /** @param {string} key @param {string | null} name */
    name: (key, name) => void (name && names.set(key, name)),
  };
}

/** Digits of shard names, where the script tag does not say: the base's head, its first section, has them at its byte 40
 * (FORMAT.md). @param {Uint8Array} base */
const digitsOf = (base) => base[new DataView(base.buffer).getUint32(20, true) + 40];

/** @param {string} url @param {string} code */
async function read(url, code) {
  try {
    const { ok, status, body } = await fetch(url);
    if (!ok || !body) throw status;
    return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
  } catch (error) {
    throw new Fault(code, `${url}: ${error}`);
  }
}

/** First digits of the key's SHA-256: the name of its shard. @param {string} key @param {number} k */
async function digits(key, k) {
  if (!k) return 'all';
  if (!crypto.subtle) throw new Fault('insecure-context', 'no https');
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)));
  return Array.from(hash, (byte) => (byte + 256).toString(16).slice(1)).join('').slice(0, k);
}
