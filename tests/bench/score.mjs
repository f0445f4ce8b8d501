/**
 * Times rankings in the browser, on the bytes that ship.
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
 * `marks` says whether what the wasm asks of JavaScript is watched too. `recommend` reads the session and ranks before
 * it asks for anything; what follows makes JavaScript objects of the list. So the first question ends the ranking. The
 * watch costs something at every further question: what a whole call takes is measured without it.
 *
 * @param {boolean} marks
 */
function watch(marks) {
  const clock = { calls: /** @type {number[]} */ ([]), ranks: /** @type {number[]} */ ([]), shards: 0, asked: 0, pages: () => 0 };
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
    const { recommend, shard, memory } = /** @type {Record<string, any>} */ (exports);
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
 * Runs in the page: the same question again and again, through the call that every page has.
 *
 * @param {{ request: object, calls: number }} task
 */
async function rankAgain({ request, calls }) {
  if (!crossOriginIsolated) throw new Error('the page is not isolated: its clock is too coarse');
  const clock = Reflect.get(globalThis, 'cobuyClock');
  const { recommend } = /** @type {Page} */ (globalThis.cobuy);
  const start = performance.now();
  const answer = await recommend(request);
  const whole = [performance.now() - start];
  const memoryFirst = clock.pages();
  for (let call = 0; call < calls; call++) {
    const start = performance.now();
    await recommend(request);
    whole.push(performance.now() - start);
  }
  const items = answer.items.length;
  const { calls: wasm, ranks, shards } = clock;
  return { items, silence: answer.silence, whole, wasm, ranks, shards, memoryFirst, memoryLast: clock.pages() };
}

/** @param {number[]} times In milliseconds, the first call in front. */
function percentiles([first, ...others]) {
  const sorted = [...others].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => Math.round(sorted[Math.floor(sorted.length * share)] * 1000);
  return { first_us: Math.round(first * 1000), p50_us: at(0.5), p99_us: at(0.99), calls: others.length };
}

const [site, products, calls] = process.argv.slice(2);
const request = JSON.parse(readFileSync(join(site, 'session.json'), 'utf8'));
const server = await serve({ root: site, headers: ISOLATED });
const browser = await launch();

/** A page of its own for each way of watching. @param {boolean} marks */
async function measure(marks) {
  const { context, page, record } = await openPage(browser);
  await page.addInitScript(watch, marks);
  await page.goto(server.origin);
  await page.waitForFunction(() => 'cobuy' in globalThis);
  const measured = await page.evaluate(rankAgain, { request, calls: Number(calls) });
  await context.close();
  if (measured.items !== 6) throw new Error(`${measured.items} items instead of 6: ${measured.silence}; ${record.pageErrors}`);
  return measured;
}

try {
  const [plain, marked] = [await measure(false), await measure(true)];
  const times = {
    'ranking alone': percentiles(marked.ranks),
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
