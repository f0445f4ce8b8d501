// Whatever goes wrong, the page stays as it was, the shop works on, and there is one cobuy-error with a code.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { alone, journey, STRICT_POLICY } from './common/journey.mjs';
import { addFromPage, buttonOf, fallbackStands, reaches, seenCards } from './common/shelf.mjs';
import { loaderTag, placeOf, shardOf } from './common/sites.mjs';

const PEGS = 'steel-skewer-pegs-set-of-10';
const PAGE = `/products/${PEGS}.html`;
const BASE = '/recs/v1/base.bin';
const SHARD = `/recs/v1/s/${shardOf('shop', PEGS)}.bin`;
const WASM = '/cobuy/cobuy-full.wasm';
const html = { body: '<!doctype html><title>Not found</title>', type: 'text/html' };
const noise = { body: gzipSync('This is no snapshot at all, only long enough to hold a head. '.repeat(20)) };
const bytesOf = (/** @type {string} */ path) => readFileSync(placeOf('shop', `site${path}`));
const half = (/** @type {string} */ path) => ({ body: bytesOf(path).subarray(0, bytesOf(path).length / 2) });
const NETWORK = /^Failed to load resource: .* 404/;

/** @type {[string, import('./common/journey.mjs').Options][]} */
const FAULTS = [
  ['base is not there', { faults: { [BASE]: { status: 404 } }, error: 'no-base' }],
  ['base is a page', { faults: { [BASE]: html }, error: 'no-base' }],
  ['base is cut short', { faults: { [BASE]: half(BASE) }, error: 'no-base' }],
  ['base is damaged', { faults: { [BASE]: noise }, error: 'bad-base' }],
  ['the network fails for base', { faults: { [BASE]: { abort: true } }, error: 'no-base' }],
  ['the shard is not there', { faults: { [SHARD]: { status: 404 } }, error: 'no-shard' }],
  ['the shard is a page', { faults: { [SHARD]: html }, error: 'no-shard' }],
  ['the shard is cut short', { faults: { [SHARD]: half(SHARD) }, error: 'no-shard' }],
  ['the shard is damaged', { faults: { [SHARD]: noise }, error: 'bad-shard' }],
  ['wasm is not there', { faults: { [WASM]: { status: 404 } }, error: 'no-wasm' }],
  ['wasm is a page', { faults: { [WASM]: html }, error: 'no-wasm' }],
  ['wasm is cut short', { faults: { [WASM]: { ...half(WASM), type: 'application/wasm' } }, error: 'no-wasm' }],
  ['the core is not there', { faults: { '/cobuy/cobuy-core-full.js': { status: 404 } }, error: 'no-wasm' }],
  ['the host adapter is not there', { faults: { '/cobuy/hosts/generic.js': { status: 404 } }, error: 'no-wasm' }],
  [
    'wasm is forbidden',
    { policy: STRICT_POLICY.replace("'wasm-unsafe-eval'", ''), error: 'no-wasm', violations: true, console: /Content Security Policy/ },
  ],
];

for (const [title, options] of FAULTS) {
  const console = options.console ?? /^Failed to load resource/;
  journey(`${title}: ${options.error}`, { ...options, console }, async ({ page, open, record }) => {
    await open(PAGE);
    await record.heard('cobuy-error');
    await fallbackStands(page, /^More from /);
    await addFromPage(page);
    await page.locator('[data-cart-count]', { hasText: '1' }).waitFor();
    assert.ok(record.consoleErrors.every((line) => NETWORK.test(line) || console.test(line)));
  });
}

journey('a server that calls wasm a download', { faults: { [WASM]: { type: 'application/octet-stream' } } }, async ({ page, open }) => {
  await open(PAGE);
  await seenCards(page);
});

/** The product page with its loader tag changed. @param {(tag: string) => string} change */
function pageWith(change) {
  const tag = loaderTag('shop').split('\n').find((line) => line.startsWith('<script'));
  assert.ok(tag);
  const text = alone(bytesOf(PAGE).toString());
  assert.ok(text.includes(tag));
  return text.replace(tag, change(tag));
}

journey('the loader twice on a page', { files: { '/twice.html': pageWith((tag) => tag + tag) } }, async ({ page, open, server }) => {
  await open('/twice.html');
  await seenCards(page);
  assert.equal(await page.locator('cobuy-shelf').evaluate((slot) => slot.shadowRoot?.querySelectorAll('[part=shelf]').length), 1);
  assert.equal(server.requests.filter((path) => path === WASM).length, 1);
});

journey('a tag without data-k', { files: { '/plain.html': pageWith((tag) => tag.replace(/ data-k="\d"/, '')) } }, async ({ page, open, requested }) => {
  await open('/plain.html');
  await seenCards(page);
  assert.ok(requested(SHARD));
});

const insecure = () => Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });

journey('without https no shard can be named: insecure-context', { error: 'insecure-context' }, async ({ context, page, open, record }) => {
  await context.addInitScript(insecure);
  await open(PAGE);
  await record.heard('cobuy-error');
  await fallbackStands(page, /^More from /);
});

const named = pageWith((tag) => tag).replace('<cobuy-shelf ', `<cobuy-shelf shard="${shardOf('shop', PEGS)}" `);
journey('without https the attribute names the shard', { files: { '/named.html': named } }, async ({ context, page, open }) => {
  await context.addInitScript(insecure);
  await open('/named.html');
  await seenCards(page);
});

/** A host whose every member does this instead of answering. @param {string} act a function's body */
const hostThat = (act) => `
const act = () => { ${act} };
const host = { page: act, product: act, cart: { get: act, subscribe: act, open: act }, add: act, remove: act, variants: act,
  live: act, order: act, customer: act, facts: act, discounts: act, consent: { get: act, subscribe: act }, track: act };
(window.cobuy ||= []).push(['host', host]);`;

for (const [title, act] of /** @type {const} */ ([
  ['throws', "throw new Error('host')"],
  ['rejects', "return Promise.reject(new Error('host'))"],
  ['never answers', 'return new Promise(() => {})'],
  ['answers nonsense', "return 'nonsense'"],
  ['answers null', 'return null'],
])) {
  const files = { '/host.js': hostThat(act), '/broken.html': pageWith((tag) => `<script src="/host.js"></script>${tag}`).replace('/assets/shop.js', '/none.js') };
  journey(`a host that ${title}: cards are shown all the same`, { files: { ...files, '/none.js': '' } }, async ({ page, open }) => {
    await open('/broken.html');
    await page.locator('cobuy-shelf [part=card]').nth(2).waitFor();
    const titles = await page.locator('cobuy-shelf [part=title]').allInnerTexts();
    assert.ok(titles.length >= 3 && titles.every((text) => text.length > 2));
  });
}

journey('an add that throws is a failure that can be read', {}, async ({ page, open }) => {
  await open(PAGE);
  const card = (await seenCards(page)).find(({ button }) => button === 'Add to cart');
  assert.ok(card);
  await page.evaluate(() => {
    const add = () => {
      throw new Error('broken');
    };
    /** @type {any} */ (window).cobuy.push(['host', { add }]);
  });
  await buttonOf(page, card.key).click();
  await reaches(page, card.key, 'failed');
  await page.locator('cobuy-shelf').getByRole('status').getByText('Could not be added').waitFor();
});
