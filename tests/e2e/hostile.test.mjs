// Pages and hosts that are not as they should be: a language that is none, elements with names of the browser's own, script
// in addresses, separators in texts, nulls and things that throw. What is wrong counts as absent; all else counts.

import assert from 'node:assert/strict';
import { gunzipSync, gzipSync } from 'node:zlib';
import { journey, plainPage } from './common/journey.mjs';
import { built, hostScript, ICON, listPage, partOf, PRODUCTS, tag } from './common/own.mjs';

/** @typedef {import('./common/journey.mjs').Visit} Visit */

const SHOP = built('');
const LIST = listPage('placement="pdp" product="tent" relation="together"');
const product = "page: () => ({ type: 'product', product: 'tent' })";
const live = 'live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: prices[key] }]))';
const add = 'add: (lines) => void (window.lines = lines)';

/** A card with its price, whose button adds. @param {Visit} visit @param {string | RegExp} price */
async function works({ page, shopMoves }, price) {
  await partOf(page, 'lamp', 'price').filter({ hasText: price }).waitFor();
  await shopMoves(async () => {
    await partOf(page, 'lamp', 'action').click();
    await page.locator('cobuy-shelf [data-key=lamp] [data-state=added]').waitFor();
  });
  assert.deepEqual(await page.evaluate(() => Reflect.get(window, 'lines')), [{ product: 'lamp', quantity: 1 }]);
}

/** Keys on show. @param {Visit['page']} page */
const keysOf = (page) => page.locator('cobuy-shelf [part=card]').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-key')));

for (const [lang, price] of /** @type {const} */ ([
  ['de_DE', /^20,00\s€$/],
  ['de_DE.UTF-8@euro', /^20,00\s€$/],
  ['', '€20.00'],
  ['C', '€20.00'],
  ['{{ locale }}', '€20.00'],
  ['en-', '€20.00'],
  ['xx-invalid-tag-that-is-long', '€20.00'],
])) {
  const files = { '/product.html': LIST.replace('lang="en"', `lang="${lang}"`), '/host.js': hostScript([product, live, add].join()), ...ICON };
  journey(`a page of the language ${JSON.stringify(lang)}`, { files, faults: SHOP }, async (visit) => {
    await visit.open('/product.html');
    await works(visit, price);
  });
}

const TAGGED = { '/product.html': LIST, '/host.js': hostScript([product, live, add, "locale: 'fr_FR'"].join()), ...ICON };
journey('a host with a tag of another kind, and then with none at all', { files: TAGGED, faults: SHOP }, async (visit) => {
  await visit.open('/product.html');
  await partOf(visit.page, 'lamp', 'price').filter({ hasText: /^20,00\s€$/ }).waitFor();
  await visit.page.evaluate(() => void /** @type {any} */ (window).cobuy.push(['host', { locale: '%%%' }]));
  await works(visit, '€20.00');
});

const script = tag(0).replace(/.*(?=<script async)/s, '').replace(' async', '');
const CLOBBERED = plainPage(
  `<img name="currentScript" src="/elsewhere/x.js" alt=""><cobuy-shelf placement="pdp" product="tent" relation="together"></cobuy-shelf><script src="/host.js"></script>${script}`,
  { head: '<link rel="stylesheet" href="/cobuy/themes/cobuy.css">' },
);
const foreign = { body: 'window.foreign = true; export const start = () => ({}), adapt = () => ({});', type: 'text/javascript' };
journey('an element named currentScript is no script: no code comes from where it says', {
  files: { '/clobbered.html': CLOBBERED, '/host.js': hostScript([product, live, add].join()), ...ICON },
  faults: {
    ...SHOP,
    '/elsewhere/x.js': { body: '<svg xmlns="http://www.w3.org/2000/svg"/>', type: 'image/svg+xml' },
    ...Object.fromEntries(['cobuy-core.js', 'cobuy-core-full.js', 'hosts/generic.js'].map((name) => [`/elsewhere/${name}`, foreign])),
  },
}, async (visit) => {
  await visit.open('/clobbered.html');
  await works(visit, '€20.00');
  assert.deepEqual(visit.server.requests.filter((path) => path.startsWith('/elsewhere/')), ['/elsewhere/x.js']);
  assert.equal(await visit.page.evaluate(() => Reflect.get(window, 'foreign')), undefined);
});

/** A snapshot whose lamp has this address and picture, as a file that no importer looked at. @param {string} address */
function withAddress(address) {
  const own = 'https://shop.example/a-long-address-of-its-own/';
  assert.ok(address.length <= own.length);
  const header = PRODUCTS.replace('id,title', 'id,url,image,title').replace(/^(\w+),/gm, (line, key) => (key === 'id' ? line : `${key},${key === 'lamp' ? own : ''},${key === 'lamp' ? own : ''},`));
  const files = built('', 0, { products: header });
  let found = 0;
  for (const file of Object.values(files)) {
    const text = gunzipSync(/** @type {Uint8Array} */ (file.body)).toString('latin1');
    found += text.split(own).length - 1;
    file.body = gzipSync(Buffer.from(text.replaceAll(own, address.padEnd(own.length, '/')), 'latin1'));
  }
  assert.ok(found > 0, 'the address stands in the snapshot');
  return files;
}

for (const address of ['javascript:window.ran=1//', ' JaVaScRiPt:window.ran=1//', 'java\tscript:window.ran=1//', '\x01javascript:window.ran=1//', 'data:text/html,<p>', 'vbscript:x', 'blob:x']) {
  const host = hostScript([product, live, 'navigate: (url) => void (window.went = url)'].join());
  journey(`the address ${JSON.stringify(address)} leads nowhere`, { files: { '/product.html': LIST, '/host.js': host, ...ICON }, faults: withAddress(address) }, async ({ page, open }) => {
    await open('/product.html');
    await partOf(page, 'lamp', 'price').filter({ hasText: '€20.00' }).waitFor();
    assert.equal(await partOf(page, 'lamp', 'link').getAttribute('href') || '', '');
    assert.equal(await partOf(page, 'lamp', 'image').getAttribute('src') || '', '');
    await partOf(page, 'lamp', 'title').click();
    const { items } = await page.evaluate(() => /** @type {any} */ (window).cobuy.recommend({ product: 'tent', relation: 'together' }));
    const lamp = items.find((/** @type {any} */ { key }) => key === 'lamp');
    assert.deepEqual([lamp.url, lamp.image], ['', '']);
    assert.deepEqual(await page.evaluate(() => [Reflect.get(window, 'went'), Reflect.get(window, 'ran')]), [undefined, undefined]);
  });
}

const web = withAddress('//cdn.example/lamp?a=javascript:b#');
journey('an address of the web stays as it is', { files: { '/product.html': LIST, '/host.js': hostScript([product, live].join()), ...ICON }, faults: web, violations: true, console: /Content Security Policy|ERR_/ }, async ({ page, open }) => {
  await open('/product.html');
  await partOf(page, 'lamp', 'price').filter({ hasText: '€20.00' }).waitFor();
  assert.match(await partOf(page, 'lamp', 'link').getAttribute('href') ?? '', /^\/\/cdn\.example\/lamp\?a=javascript:b#/);
});

/** What forges fields, lines or parts of what goes to the wasm, in every text that a host hands in. */
const FORGED = [
  product,
  `cart: { get: () => [{ product: 'elsewhere\\npegs', quantity: 1 }, { product: 'other\\f\\f\\f\\fEUR', quantity: 1 }] }`,
  `customer: () => ({ purchases: ['one\\nmat', 'two\\u001b'], group: 'a\\nb\\fc' })`,
  `facts: () => ({ 'a\\tb\\nsupport_case_open\\ttrue': 'x\\nopted_out\\ttrue', 'at_risk\\ttrue\\n': 'no' })`,
  `live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: prices[key], unit_price: '€1\\f\\f1\\f0\\f1', variant: 'v\\f1\\f0\\f1' }]))`,
];
journey('separators in what a host says forge nothing', { files: { '/product.html': LIST, '/host.js': hostScript(FORGED.join()), ...ICON }, faults: SHOP }, async ({ page, open }) => {
  await open('/product.html');
  await partOf(page, 'lamp', 'price').filter({ hasText: '€20.00' }).waitFor();
  assert.deepEqual((await keysOf(page)).sort(), ['lamp', 'mat', 'pegs'], 'neither in the cart nor bought before');
  assert.match(await partOf(page, 'lamp', 'unit-price').innerText(), /^€1 1 0 1$/);
});

/** Hosts with something wrong in one member: `what` is wrong, `but` is what that leaves out, as code. @type {[string, string][]} */
const WRONG = [
  ['purchases that are null', 'customer: () => ({ purchases: null })'],
  ['purchases with a null inside', 'customer: () => ({ purchases: [null, undefined, 5, {}, { product: null }, [], ["x"]] })'],
  ['a customer that is null', 'customer: () => null'],
  ['an order with a null inside', 'order: () => [null, 7, { product: null }, { quantity: 2 }]'],
  ['facts with a getter that throws', 'facts: () => ({ get plan() { throw new Error("no"); }, tier: null, list: [], fine: 1 })'],
  ['facts that are null', 'facts: () => null'],
  ['a page of numbers and nulls', 'page: () => ({ type: null, product: "tent", category: null, query: 5, step: {} })'],
  ['consent that is null', 'consent: { get: () => null, subscribe: (act) => act(null) }'],
  ['consent that is no consent', 'consent: null'],
  ['discounts with a null inside', 'discounts: () => [null, { code: null }]'],
  ['members that are no functions', 'customer: {}, order: [], facts: "x", discounts: 7, page: null, product: () => "tent"'],
  ['a member that cannot be read', 'get customer() { throw new Error("no"); }'],
  ['a currency that is null', 'currency: null, country: null, taxDisplay: 3, locale: null'],
  ['a type of its own', 'facts: () => Object.assign(Object.create(null), { a: Symbol("x"), b: 1n, c: () => 1 })'],
];
for (const [title, member] of WRONG) {
  const members = [product, live, add, "cart: { get: () => [null, { product: 'pegs', quantity: 1 }] }", member].join();
  journey(`a host with ${title}: the other members count`, { files: { '/product.html': LIST, '/host.js': hostScript(members), ...ICON }, faults: SHOP }, async (visit) => {
    await visit.open('/product.html');
    await works(visit, '€20.00');
    assert.deepEqual((await keysOf(visit.page)).sort(), ['dome', 'lamp', 'mat'], 'what is in the cart stays away');
  });
}

for (const [title, lines] of [['null', 'null'], ['a null inside', '[null]'], ['holes and other things', '[, 5, "x", { product: "pegs" }, { product: { a: 1 } }]']]) {
  const members = [product, live, add, `cart: { get: () => ${lines} }`].join();
  journey(`a cart that is or has ${title}`, { files: { '/product.html': LIST, '/host.js': hostScript(members), ...ICON }, faults: SHOP }, async (visit) => {
    await visit.open('/product.html');
    await works(visit, '€20.00');
    assert.equal((await keysOf(visit.page)).includes('pegs'), !lines.includes('pegs'));
  });
}

journey('live facts of which some are null or of another kind', {
  files: {
    '/product.html': LIST,
    '/host.js': hostScript(`${product}, ${add}, live: () => ({ lamp: { price_minor: '2000', unit_price: null, variants: null, left: {}, min: null, step: 'x', prior_price_minor: NaN }, pegs: null, mat: 5, tent: { get price_minor() { throw new Error('no'); } } })`),
    ...ICON,
  },
  faults: SHOP,
}, async (visit) => {
  await visit.open('/product.html');
  await works(visit, '€20.00');
});

journey('commands that are none, and a host whose functions need their object', {
  files: {
    '/product.html': LIST,
    '/host.js': `(window.cobuy = window.cobuy || []).push(null, 5, [], ['host'], ['host', null], ['texts', { add: 5, 'reason-this': null }], ['event', Symbol('x')], ['event', { a: 1 }], ['data', { base: 1 }]);
class Shop { constructor() { this.lines = [{ product: 'pegs', quantity: 1 }]; this.prices = { lamp: 2000, mat: 4500, tent: 10000 };
  this.page = function () { return { type: 'product', product: 'tent', is: this.lines.length }; };
  this.live = function (keys) { return Object.fromEntries(keys.map((key) => [key, { price_minor: this.prices[key] }])); };
  this.cart = { all: this.lines, get() { return this.all; } };
  this.add = function (lines) { window.lines = lines; return { error: null, by: this.prices }; }; } }
window.cobuy.push(['host', new Shop()]);`,
    ...ICON,
  },
  faults: SHOP,
}, async (visit) => {
  await visit.open('/product.html');
  await works(visit, '€20.00');
  assert.deepEqual((await keysOf(visit.page)).sort(), ['dome', 'lamp', 'mat']);
});

/** What may lie in storage: of older versions, of other scripts, of people who write there by hand. */
const STORED = [
  'null',
  '5',
  '{',
  '[]',
  '{"at":"yesterday"}',
  '{"at":NOW,"views":[null,5,{"key":5},{"key":"mat","dwell":"x","scroll":null}],"visit":{"since":"x","pages":null,"searches":5,"events":null,"closed":"x","interrupted":"x"},"visits":null,"cart":{},"dismissed":[null,{"offer":5},{"offer":"x","at_ms":"x"}]}',
  '{"at":NOW,"views":{},"visit":[],"visits":{"before":{},"hours_since":"x"},"cart":null,"dismissed":{}}',
];
for (const [at, stored] of STORED.entries()) {
  const members = [product, live, add, "consent: 'not-required'"].join();
  journey(`old storage of other types, ${at + 1}`, { files: { '/product.html': LIST, '/host.js': hostScript(members), ...ICON }, faults: SHOP }, async (visit) => {
    await visit.page.addInitScript((stored) => localStorage.setItem('cobuy.v1', stored.replace('NOW', String(Date.now()))), stored);
    await visit.open('/product.html');
    await works(visit, '€20.00');
    const kept = await visit.page.evaluate(() => JSON.parse(localStorage.getItem('cobuy.v1') ?? ''));
    assert.ok(kept.views.some((/** @type {any} */ { key }) => key === 'tent'), 'the visit is kept again');
  });
}

journey('questions of recommend() that are none', { files: { '/product.html': LIST, '/host.js': hostScript([product, live].join()), ...ICON }, faults: SHOP }, async ({ page, open }) => {
  await open('/product.html');
  await partOf(page, 'lamp', 'price').filter({ hasText: '€20.00' }).waitFor();
  const answers = await page.evaluate(async () => {
    const ask = /** @type {any} */ (window).cobuy.recommend;
    const all = [null, {}, { product: 'tent', cart: null, seen: null }, { product: 'tent', cart: 'pegs' }, { product: 'tent', seen: [null, 'pegs', 5] }];
    const keys = [];
    for (const question of all) keys.push((await ask(question)).items.map((/** @type {any} */ { key }) => key).sort().join());
    return keys;
  });
  assert.deepEqual(answers, ['lamp,mat,pegs', 'lamp,mat,pegs', 'lamp,mat,pegs', 'dome,lamp,mat', answers[4]]);
  assert.ok(answers[4].includes('lamp'));
});
