// The questions of `cobuy eval` on real orders and sessions, put to the shipped wasm: it gives the same lists as the
// native engine, every case. `cargo xtask test` leaves snapshots and answers where the data is at hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { journey, plainPage } from './common/journey.mjs';
import { isBuilt, loaderTag, shardOf, textOf } from './common/sites.mjs';

/**
 * @typedef {object} Line
 * @property {'protocol'} placement
 * @property {string | null} product
 * @property {string[]} cart
 * @property {string[]} seen
 * @property {number} [month]
 * @property {{ keys: string[] }} expect
 */

/** Questions put in one call into the page. */
const TOGETHER = 500;

for (const shop of ['floors-rsc15', 'floors-serenade', 'floors-loo', 'floors-cart']) {
  if (!isBuilt(shop)) {
    test(`${shop}: the data is not here, and wasm and native were not compared on it`, (context) => {
      context.diagnostic('set COBUY_DATA to the folder that holds online_retail/, rsc15_100k/ and serenade_example/');
    });
    continue;
  }
  const icon = '<svg xmlns="http://www.w3.org/2000/svg"/>';
  const files = { '/floors.html': plainPage('', { tag: loaderTag(shop) }), '/assets/icon.svg': icon };
  journey(`${shop}: native and wasm answer every case alike`, { shop, files }, async ({ page, open }) => {
    /** @type {Line[]} */
    const lines = textOf(shop, 'site/answers.jsonl').trim().split('\n').map((line) => JSON.parse(line));
    await open('/floors.html');
    await page.waitForFunction(() => 'recommend' in (Reflect.get(window, 'cobuy') ?? {}));

    /** @param {object[]} questions @returns {Promise<string[][]>} */
    const ask = (questions) =>
      page.evaluate(async (questions) => {
        const { cobuy } = /** @type {any} */ (window);
        const answers = [];
        for (const question of questions) {
          const { items } = await cobuy.recommend(question);
          answers.push(items.map((/** @type {any} */ item) => item.key));
        }
        return answers;
      }, questions);

    // A page loads the files of twelve products for a list; the protocol has every row at hand. So every file that any
    // case needs is asked for first.
    const oneOfEach = new Map(
      lines.flatMap(({ product, cart, seen }) => [...(product ? [product] : []), ...cart, ...seen]).map((key) => [shardOf(shop, key), key]),
    );
    await ask([...oneOfEach.values()].map((product) => ({ placement: 'protocol', product })));

    for (let first = 0; first < lines.length; first += TOGETHER) {
      const some = lines.slice(first, first + TOGETHER);
      const questions = some.map(({ expect: _, product, ...rest }) => ({ ...rest, product: product ?? undefined }));
      const answers = await ask(questions);
      for (const [at, { expect }] of some.entries()) {
        assert.deepEqual(answers[at], expect.keys, `line ${first + at + 1}: ${JSON.stringify(questions[at])}`);
      }
    }
    console.log(`${shop}: ${lines.length} cases alike`);
  });
}
