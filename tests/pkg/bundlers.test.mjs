/**
 * The npm package through the bundlers that shops have, as production builds, in a browser. Every part of it is a file of
 * its own that is fetched when it is wanted, under a name that the bundler gave it: a page on which everything happens
 * shows whether all of them are there. Run by `cargo xtask test` after the widget and the command are built.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from '../e2e/common/browser.mjs';
import { built, ICON } from '../e2e/common/own.mjs';
import { serve } from '../e2e/common/server.mjs';
import { seenCards } from '../e2e/common/shelf.mjs';
import { next, packed, plain, vite } from './builds.mjs';

/** What a careful shop sends. Next writes scripts into its pages, for which it would need more. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; style-src 'self'";

const RULES = `
[placements.add-to-cart]
min-items = 1
min-confidence = 0
[[rule]]
id = "sleep"
placements = ["pdp"]
message = "Everything for a good night"
[[bundle]]
id = "two-tents"
products = ["tent", "palace"]
percent = 10
`;

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {ReturnType<typeof built>} */
let answers;
before(async () => {
  const snapshot = Object.entries(built(RULES)).map(([path, answer]) => [path.replace('/rules/', '/recs/'), answer]);
  answers = { ...Object.fromEntries(snapshot), '/assets/icon.svg': { body: ICON['/assets/icon.svg'], type: 'image/svg+xml' } };
  browser = await launch();
});
after(() => browser.close());

/** A shopper meets everything that the package can show. @param {import('playwright-core').Page} page */
async function shops(page) {
  await seenCards(page, '#list');
  await page.locator('#list').getByText('Everything for a good night').waitFor();
  await page.locator('cobuy-bundle').getByRole('button', { name: /add/i }).waitFor();
  assert.match(await page.locator('cobuy-bundle [part=total]').innerText(), /€261\.00/);

  const lamp = page.locator('#list [data-key=lamp]');
  await lamp.locator('[part=action]').click();
  await lamp.getByRole('combobox', { name: 'Choose an option' }).selectOption('Blue');
  await lamp.locator('[part=action]').click();
  await page.locator('output', { hasText: 'blue-lamp' }).waitFor();

  await page.getByRole('button', { name: 'Buy the tent' }).click();
  const layer = page.getByRole('dialog', { name: 'Added to your cart' });
  await layer.locator('cobuy-shelf [part=card]').first().waitFor();

  await page.waitForFunction(() => localStorage.getItem('cobuy.v1'), undefined, { polling: 100 });
}

/**
 * @param {string} title
 * @param {() => Promise<string>} build returns the folder to serve
 * @param {{ headers?: Record<string, string>, fetches?: string[] }} [options] `fetches`: paths that the page must ask for
 */
function consumer(title, build, { headers = { 'Content-Security-Policy': POLICY }, fetches = [] } = {}) {
  test(title, async () => {
    const server = await serve({ root: await build(), headers, overrides: answers });
    const { context, page, record } = await openPage(browser);
    context.setDefaultTimeout(15_000);
    /** @type {string[]} */
    const missing = [];
    page.on('response', (response) => response.ok() || missing.push(`${response.status()} ${response.url()}`));
    try {
      await page.goto(`${server.origin}/`);
      await shops(page).catch((error) => {
        const { pageErrors, consoleErrors, events } = record;
        throw new Error(JSON.stringify({ missing, pageErrors, consoleErrors, events: events.map(({ name, detail }) => [name, Reflect.get(Object(detail), 'code')]) }), { cause: error });
      });
      const errors = record.events.filter(({ name }) => name === 'cobuy-error').map(({ detail }) => detail);
      assert.deepEqual([missing, record.consoleErrors, record.pageErrors, record.violations, errors], [[], [], [], [], []]);
      assert.deepEqual(fetches.filter((path) => !server.requests.includes(path)), []);
    } finally {
      await context.close();
      await server.close();
    }
  });
}

consumer('Vite', vite);
consumer('webpack', () => packed('webpack'));
consumer('Rspack', () => packed('rspack'));
consumer('Next with webpack, and React', () => next('webpack'), { headers: {} });
consumer('Next with Turbopack, and React', () => next('turbopack'), { headers: {} });
const fetches = ['cobuy.wasm', 'cobuy-core.js', 'hosts/generic.js', 'cobuy-full.wasm', 'cobuy-core-full.js', 'cobuy-buy.js'];
consumer('esbuild, with the lines of the README', plain, { fetches: fetches.map((name) => `/cobuy/${name}`) });
