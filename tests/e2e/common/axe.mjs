/** What axe-core says of a page, in light and dark. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Whatever fades or slides in has come: halfway its colours are others, and axe would judge those.
 *
 * @param {import('playwright-core').Page} page
 */
const settled = (page) =>
  page.evaluate(async () => {
    /** @type {(root: Document | ShadowRoot) => (Document | ShadowRoot)[]} */
    const roots = (root) => [root, ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? roots(shadowRoot) : []))];
    const running = roots(document).flatMap((root) => root.getAnimations());
    const ending = running.filter(({ effect }) => effect && effect.getComputedTiming().endTime !== Infinity);
    // One that is taken away before its end has ended, too.
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });

/**
 * axe finds nothing, in light and in dark.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} what selector of what is looked at; open shadow roots count
 */
export async function isAccessible(page, what) {
  await page.evaluate(`{ ${source} }`);
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    const found = await page.evaluate(async (what) => {
      const { violations } = await Reflect.get(window, 'axe').run(what);
      return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ { target, any }) => `${target} ${any[0]?.message ?? ''}`).join('; ')}`);
    }, what);
    assert.deepEqual(found, [], colorScheme);
  }
  await page.emulateMedia({ colorScheme: null });
}
