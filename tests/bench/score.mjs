/**
 * Times rankings in the browser, on the bytes that ship: the first of a page, then re-rankings, each after the shopper did
 * something (went back to a product, changed the cart), with all files at hand.
 *
 * From a shell: `node score.mjs SITE PRODUCTS CALLS` prints JSON. SITE has `index.html`, `session.json`, `recs/` and
 * `cobuy/`; `cargo xtask bench` makes it.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, openPage } from '../e2e/common/browser.mjs';
import { serve } from '../e2e/common/server.mjs';

/** @typedef {import('../../www/loader/types.d.ts').Page} Page */

/** A page that nothing else shares a process with has a clock of 5 microseconds; others have one of 100. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/**
 * Runs in the page before its scripts: puts a clock around what the wasm exports. The files stay as they ship.
 *
 * `marks` says whether what the wasm asks of JavaScript is watched too. `recommend` ranks before it asks for anything;
 * what follows makes JavaScript objects of the list. So the first question ends the ranking. The watch costs something at
 * every further question: what a whole call takes is measured without it. The first call has its session with it, as text;
 * the others rank the page's own, which the wasm was told when the shopper acted.
 *
 * @param {boolean} marks
 */
function watch(marks) {
  const lists = { calls: /** @type {number[]} */ ([]), ranks: /** @type {number[]} */ ([]), told: /** @type {number[]} */ ([]) };
  const clock = { ...lists, shards: 0, asked: 0, pages: () => 0 };
  Reflect.set(globalThis, 'cobuyClock', clock);
  const { Instance } = WebAssembly;

  /** @param {Function} answer */
  const watched = (answer) => (/** @type {unknown[]} */ ...values) => {
    clock.asked ||= performance.now();
    return answer(...values);
  };
  /** @param {WebAssembly.Module} module @param {Record<string, Record<string, any>>} imports */
  function Timed(module, imports) {
    const wrapped = Object.entries(imports).map(([name, entries]) => {
      const wrap = (/** @type {any} */ entry) => (marks && typeof entry === 'function' ? watched(entry) : entry);
      return [name, Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, wrap(entry)]))];
    });
    const { exports } = new Instance(module, Object.fromEntries(wrapped));
    const { recommend, session, shard, memory } = /** @type {Record<string, any>} */ (exports);
    clock.pages = () => memory.buffer.byteLength / 1024;
    return {
      exports: {
        ...exports,
        /** @param {unknown[]} values */
        recommend(...values) {
          clock.asked = 0;
          const start = performance.now();
          const answer = recommend(...values);
          clock.calls.push(performance.now() - start);
          clock.ranks.push(clock.asked - start);
          return answer;
        },
        /** @param {unknown[]} values */
        session(...values) {
          const start = performance.now();
          session(...values);
          clock.told.push(performance.now() - start);
        },
        /** @param {unknown[]} values */
        shard(...values) {
          const start = performance.now();
          const answer = shard(...values);
          clock.shards += performance.now() - start;
          return answer;
        },
      },
    };
  }
  Object.defineProperty(WebAssembly, 'Instance', { value: Timed });
}

/**
 * Runs in the page: the first list of a page, then acts of the shopper, each followed by the page's list. In turns the
 * shopper goes to the page of the product seen longest ago, and puts another product into the cart in place of its oldest
 * line; `cart` names one more than are in it. After `round` acts the shopper is back where it began.
 *
 * @param {{ pages: string[], cart: string[], round: number, calls: number }} task
 */
async function act({ pages, cart, round, calls }) {
  if (!crossOriginIsolated) throw new Error('the page is not isolated: its clock is too coarse');
  const clock = Reflect.get(globalThis, 'cobuyClock');
  const { recommend, push, start } = /** @type {Page} */ (globalThis.cobuy);
  const lines = () => cart.slice(1);
  const begun = performance.now();
  const answer = await recommend({ product: pages[0], cart: lines(), seen: pages.slice(1) });
  const whole = [performance.now() - begun];
  const { renew } = await start();
  // The same session as the page's own: it was at each page, the newest last.
  let page = '';
  push(['host', {
    page: () => ({ type: 'product', product: page }),
    cart: { get: () => lines().map((product) => ({ product, quantity: 1 })) },
  }]);
  for (page of [...pages].reverse()) await renew();
  let memoryFirst = 0;
  for (let call = -round; call < calls; call++) {
    // From here on every product was in the session before.
    if (call === 0) memoryFirst = clock.pages();
    if (call % 2) cart.push(cart.shift() ?? '');
    else pages.unshift(pages.pop() ?? '');
    page = pages[0];
    await renew();
    const start = performance.now();
    await recommend();
    whole.push(performance.now() - start);
  }
  const { calls: wasm, ranks, told, shards } = clock;
  const items = answer.items.length;
  return { items, silence: answer.silence, whole, wasm, ranks, told, shards, memoryFirst, memoryLast: clock.pages() };
}

/** Pages whose first call is measured; the median counts. */
const PAGES = 9;
/** Calls that one figure is the mean of: the clock's steps, 5 microseconds, average out. */
const BATCH = 50;

/** @param {number[]} times In milliseconds, the first call in front. */
function percentiles([first, ...others]) {
  const means = /** @type {number[]} */ ([]);
  for (let from = 0; from + BATCH <= others.length; from += BATCH) {
    means.push(others.slice(from, from + BATCH).reduce((sum, time) => sum + time, 0) / BATCH);
  }
  means.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => Math.round(means[Math.floor(means.length * share)] * 10000) / 10;
  return { first_us: Math.round(first * 1000), p50_us: at(0.5), p99_us: at(0.99), calls: others.length };
}

const [site, products, calls] = process.argv.slice(2);
/** @type {{ pages: string[], cart: string[] }} */
const shopper = JSON.parse(readFileSync(join(site, 'session.json'), 'utf8'));
const server = await serve({ root: site, headers: ISOLATED });
const browser = await launch();

/** A page of its own each time. @param {boolean} marks @param {number} calls */
async function measure(marks, calls) {
  const { context, page, record } = await openPage(browser);
  await page.addInitScript(watch, marks);
  await page.goto(server.origin);
  await page.waitForFunction(() => 'cobuy' in globalThis);
  const measured = await page.evaluate(act, { ...shopper, round: calls && 2 * shopper.pages.length * shopper.cart.length, calls });
  await context.close();
  if (measured.items !== 6) throw new Error(`${measured.items} items instead of 6: ${measured.silence}; ${record.pageErrors}`);
  return measured;
}

try {
  // A first call happens once a page; the machine may be busy with something else just then.
  const firsts = [];
  for (let page = 0; page < PAGES; page++) firsts.push(await measure(true, 0));
  const [plain, marked] = [await measure(false, Number(calls)), await measure(true, Number(calls))];
  marked.ranks[0] = firsts.map(({ ranks }) => ranks[0]).sort((a, b) => a - b)[PAGES >> 1];
  const times = {
    'ranking alone': percentiles(marked.ranks),
    'telling the session': percentiles(plain.told),
    'wasm: ranking and list as objects': percentiles(plain.wasm),
    'cobuy.recommend(), the first with all files': percentiles(plain.whole),
  };
  const files = new Set(server.requests.filter((path) => path.includes('/s/'))).size;
  const memory = { memory_first_kib: plain.memoryFirst, memory_last_kib: plain.memoryLast };
  console.log(JSON.stringify({ products: Number(products), files, calls: Number(calls), shards_ms: plain.shards, times, ...memory }));
} finally {
  await browser.close();
  await server.close();
}
