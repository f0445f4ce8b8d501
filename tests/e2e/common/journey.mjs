/**
 * A journey: one test, one server with a strict content security policy, one browser context. Whatever it is about, at
 * its end the page must have been quiet: no exception, no console error, no policy violation, nothing that moved.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './browser.mjs';
import { serve } from './server.mjs';
import { isBuilt, placeOf } from './sites.mjs';

/** What a careful shop sends; cobuy asks for no more than `'wasm-unsafe-eval'`. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; style-src 'self'; " +
  "require-trusted-types-for 'script'";

/**
 * @typedef {object} Options
 * @property {string} [shop] Name of a built shop; `shop` by default.
 * @property {string} [root] Folder to serve instead of a shop's site.
 * @property {string} [policy] Another content security policy.
 * @property {'one' | 'all'} [units] Which of a page's lists stand on it: one of the placement's own, the default, so that
 *   nothing else on the page has a say in it; or all, as a shopper meets them.
 * @property {Record<string, string>} [files] Further pages and scripts, by path.
 * @property {import('./server.mjs').Options['overrides']} [faults] What paths answer instead.
 * @property {string} [error] Code of the one `cobuy-error` that is due; none without it.
 * @property {RegExp} [console] What each console error must look like; none may be there without it.
 * @property {boolean} [violations] Policy violations are due.
 * @property {import('playwright-core').BrowserContextOptions} [context]
 */

/**
 * @typedef {Awaited<ReturnType<typeof openPage>> & {
 *   server: import('./server.mjs').Server,
 *   open: (path: string) => Promise<void>,
 *   requested: (path: string) => boolean,
 *   shopMoves: (act: () => Promise<unknown>) => Promise<void>,
 * }} Visit
 */

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** How long a condition may take to come true before the journey fails. */
const PATIENCE_MS = 30_000;

const TYPES = /** @type {Record<string, string>} */ ({ html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', json: 'application/json', svg: 'image/svg+xml' });

/**
 * Registers a journey.
 *
 * @param {string} title
 * @param {Options} options
 * @param {(visit: Visit) => Promise<void>} walk
 */
export function journey(title, options, walk) {
  test(title, async () => {
    const { shop = 'shop', root = placeOf(shop, 'site'), policy = STRICT_POLICY, files = {}, faults = {}, units = 'one' } = options;
    assert.ok(options.root || isBuilt(shop), `${root} is not built: cargo xtask test builds it`);
    const server = await serve({ root, headers: { 'Content-Security-Policy': policy }, overrides: { ...faults }, edit: units === 'one' ? alone : undefined });
    for (const [path, body] of Object.entries(files)) {
      server.overrides.set(path, { body, type: TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain' });
    }
    const opened = await openPage(browser, options.context);
    opened.context.setDefaultTimeout(PATIENCE_MS);
    const open = async (/** @type {string} */ path) => void (await opened.page.goto(server.origin + path));
    const requested = (/** @type {string} */ path) => server.requests.some((request) => request.split('?')[0] === path);
    // What moves meanwhile is the shop's own doing, e.g. a cart that gets a line longer.
    const shopMoves = async (/** @type {() => Promise<unknown>} */ act) => {
      await opened.settle();
      const before = opened.record.shifts.length;
      await act();
      await opened.settle();
      opened.record.shifts.length = before;
    };
    try {
      await walk({ ...opened, server, open, requested, shopMoves });
      await opened.settle();
      isQuiet(opened.record, options);
    } finally {
      await opened.context.close();
      await server.close();
    }
  });
}

/** A page with one list of its placement's own: no bundle, no layers, no further relations. @param {string} page */
export const alone = (page) =>
  page
    .replace(/<cobuy-(bundle|added|offer)\b[^>]*>.*?<\/cobuy-\1>/gs, '')
    .replace(/<cobuy-shelf\b[^>]*\brelation=[^>]*>.*?<\/cobuy-shelf>/gs, '');

/** @param {import('./browser.mjs').PageRecord} record @param {Options} options */
function isQuiet(record, options) {
  assert.deepEqual(record.pageErrors, [], 'uncaught exceptions');
  const lines = options.console ? record.consoleErrors.filter((line) => !options.console?.test(line)) : record.consoleErrors;
  assert.deepEqual(lines, [], 'console errors');
  if (!options.violations) assert.deepEqual(record.violations, [], 'policy violations');
  assert.deepEqual(record.shifts, [], 'layout shifts');
  const errors = record.events.filter(({ name }) => name === 'cobuy-error');
  const codes = errors.map(({ detail }) => /** @type {{ code: string, message: string }} */ (detail));
  const told = codes.map(({ code }) => code);
  assert.deepEqual(told, options.error ? [options.error] : [], `cobuy-error events: ${JSON.stringify(codes)}`);
}

/**
 * A page that is not the demo's.
 *
 * @param {string} body
 * @param {{ head?: string, tag?: string }} [parts] `tag`: the lines of `cobuy tags`.
 */
export function plainPage(body, { head = '', tag = '' } = {}) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<link rel="icon" href="/assets/icon.svg">${head}${tag}</head><body>${body}</body></html>`;
}
