// The browser half of the golden test (tests/golden/README.md): the shipped wasm gives the lists of the native engine.

import assert from 'node:assert/strict';
import { journey, plainPage } from './common/journey.mjs';
import { loaderTag, SHOPS, textOf } from './common/sites.mjs';

/**
 * @typedef {object} Line
 * @property {'pdp' | 'cart'} placement
 * @property {string | null} product
 * @property {string[]} cart
 * @property {string[]} seen
 * @property {number} limit
 * @property {string} relation
 * @property {number | null} month
 * @property {{ keys: string[], relations: string[], silence: string | null }} expect
 */

for (const shop of SHOPS) {
  const files = { '/golden.html': plainPage('', { tag: loaderTag(shop) }) };
  journey(`${shop}: native and wasm rank alike`, { shop, files }, async ({ page, open }) => {
    /** @type {Line[]} */
    const lines = textOf(shop, 'golden.jsonl').trim().split('\n').map((line) => JSON.parse(line));
    assert.ok(lines.length >= 1000, `${lines.length} sessions`);
    await open('/golden.html');
    await page.waitForFunction(() => 'recommend' in (Reflect.get(window, 'cobuy') ?? {}));
    const sessions = lines.map(({ expect: _, product, month, ...session }) => ({ ...session, product: product ?? undefined, month: month ?? undefined }));
    const answers = await page.evaluate(async (sessions) => {
      const { cobuy } = /** @type {any} */ (window);
      const answers = [];
      for (const session of sessions) {
        const { items, silence } = await cobuy.recommend(session);
        answers.push({
          keys: items.map((/** @type {any} */ item) => item.key),
          relations: items.map((/** @type {any} */ item) => item.relation),
          silence: silence ?? null,
        });
      }
      return answers;
    }, sessions);
    for (const [number, line] of lines.entries()) {
      assert.deepEqual(answers[number], line.expect, `line ${number + 1}: ${JSON.stringify(sessions[number])}`);
    }
    const lists = answers.filter(({ keys }) => keys.length > 0).length;
    assert.ok(lists >= 800, `${lists} lists`);
    console.log(`${shop}: ${lines.length} sessions alike, ${lists} of them with a list`);
  });
}
