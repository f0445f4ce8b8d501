// What a merchant says in cobuy.toml, on a page: countdowns that end, thresholds and anchors with figures of this moment,
// a reduction by the lowest price of 30 days, three tiers. The tag does not name the widget that knows rules: the page finds out.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { journey, plainPage } from './common/journey.mjs';
import { PROGRAM } from './common/sites.mjs';

const FOLDER = mkdtempSync(join(tmpdir(), 'cobuy-rules-'));
after(() => rmSync(FOLDER, { recursive: true }));

const PRODUCTS = `id,title,category,brand,price,prior_price_30d,rating,ratings,attr_weight
tent,Tent,Camping > Tents,Tarn,100.00 EUR,,4.0,50,3.1 kg
dome,Dome tent,Camping > Tents,Tarn,140.00 EUR,,4.8,90,2.6 kg
palace,Palace tent,Camping > Tents,Tarn,190.00 EUR,,4.9,80,2.2 kg
pegs,Pegs,Camping > Parts,Tarn,9.00 EUR,,4.1,20,
lamp,Lamp,Camping > Light,Lux,20.00 EUR,30.00,4.2,20,
mat,Mat,Camping > Sleep,Tarn,45.00 EUR,,4.2,20,
`;

const RULES = `
[products]
columns = { attribute_columns = ["attr_weight"] }
[catalog]
currency = "EUR"
[placements.pdp]
min-items = 1
min-confidence = 0
[placements.cart]
min-items = 1
min-confidence = 0
[[rule]]
id = "new-year"
placements = ["pdp"]
deadline = { until = "2027-01-01T00:00:00Z", text = "Ends in {time}" }
[[rule]]
id = "tip"
placements = ["pdp"]
show = { product = ["mat"] }
badge = "{percent} % of the tent's price"
[[rule]]
id = "free-delivery"
placements = ["cart"]
reach = "120.00"
message = "{gap} more and delivery is free, you have {cart}"
when = { cart_value = { min = "80", max = "119.99" } }
[[rule]]
id = "gold"
placements = ["pdp", "cart"]
priority = 5
message = "Only for {nobody_knows}"
when = { fact = { name = "tier", is = "gold" } }
`;

const lines = ['order_id,customer_id,timestamp,product_id,quantity'];
for (let order = 0; order < 120; order += 1) {
  const others = [['pegs', 'lamp'], ['mat', 'pegs'], ['lamp', 'mat']][order % 3] ?? [];
  const day = String(1 + (order % 28)).padStart(2, '0');
  for (const product of [order % 8 ? 'tent' : 'dome', ...others]) lines.push(`o${order},c${order},2026-12-${day} 10:00:00,${product},1`);
}
const file = (/** @type {string} */ name, /** @type {string} */ text) => {
  writeFileSync(join(FOLDER, name), text);
  return join(FOLDER, name);
};
const RECS = join(FOLDER, 'recs');
/** @param {string} rules */
function build(rules) {
  const files = ['--orders', file('orders.csv', lines.join('\n')), '--products', file('products.csv', PRODUCTS), '--config', file('cobuy.toml', rules)];
  execFileSync(PROGRAM, ['build', ...files, '--out', RECS], { stdio: 'pipe' });
}
// A figure that nobody knows is refused where it is written.
assert.throws(() => build(RULES), /nobody_knows/);
build(RULES.replace('Only for {nobody_knows}', 'Only {difference} more'));

const TAG =
  '<link rel="stylesheet" href="/cobuy/themes/cobuy.css"><script src="/host.js"></script><script async src="/cobuy/cobuy.js" data-snapshot="/rules/" data-k="0"></script>';
const FAULTS = Object.fromEntries(
  ['v1/base.bin', 'v1/s/all.bin'].map((name) => [`/rules/${name}`, { body: readFileSync(join(RECS, name)), type: 'application/octet-stream' }]),
);
const PRICES = { tent: 10000, dome: 14000, palace: 19000, pegs: 900, lamp: 2000, mat: 4500 };
const HOST = `const prices = ${JSON.stringify(PRICES)};
const stock = JSON.parse(sessionStorage.getItem('stock') ?? '{}');
(window.cobuy = window.cobuy || []).push(['host', {
  page: () => ({ type: location.pathname === '/cart.html' ? 'cart' : 'product', product: location.pathname === '/cart.html' ? undefined : 'tent' }),
  cart: { get: () => (location.pathname === '/cart.html' ? [{ product: 'tent', quantity: 1, price_minor: 10000 }] : []) },
  live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: prices[key], available: stock[key] !== 0, left: stock[key] }])),
}]);`;
const shelf = (/** @type {string} */ attributes) => plainPage(`<cobuy-shelf ${attributes}></cobuy-shelf>`, { tag: TAG });
const FILES = {
  '/product.html': shelf('placement="pdp" product="tent" relation="together"'),
  '/tiers.html': shelf('placement="pdp" product="tent" relation="upgrade" layout="compare"'),
  '/cart.html': shelf('placement="cart"'),
  '/substitutes.html': shelf('placement="pdp" product="tent" relation="substitutes"'),
  '/host.js': HOST,
  '/assets/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
};
const OPTIONS = { files: FILES, faults: FAULTS };

/** @param {import('playwright-core').Page} page */
const message = (page) => page.locator('cobuy-shelf [part=message]');
/** @param {import('playwright-core').Page} page @param {string} key @param {string} part */
const partOf = (page, key, part) => page.locator(`cobuy-shelf [data-key=${key}] [part=${part}]`);

journey('a countdown runs to an instant, a reload does not begin it anew, and the offer ends with it', OPTIONS, async ({ page, open, requested }) => {
  await page.clock.install({ time: new Date('2026-12-31T12:00:00Z') });
  await open('/product.html');
  const left = async () => {
    await message(page).filter({ hasText: /Ends in \d\d:\d\d:\d\d/ }).waitFor();
    const [, hours, minutes, seconds] = /(\d\d):(\d\d):(\d\d)/.exec(await message(page).innerText()) ?? [];
    return (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  };
  const first = await left();
  assert.ok(first <= 12 * 3600 && first > 11 * 3600, `${first} s`);
  assert.ok(requested('/cobuy/cobuy-full.wasm'), 'the base has rules');
  await page.clock.fastForward('01:00:00');
  await message(page).filter({ hasText: /Ends in 10:5\d:/ }).waitFor();
  await page.reload();
  assert.ok((await left()) < 11 * 3600, 'a reload gives no time back');
  await page.clock.fastForward('12:00:00');
  await message(page).filter({ hasText: /^\s*$/ }).waitFor({ state: 'attached' });
  assert.ok((await page.locator('cobuy-shelf [part=card]').count()) > 0, 'the list stays');
});

journey('a reduction is struck through with the lowest price of 30 days, a badge has its figure', OPTIONS, async ({ page, open }) => {
  await open('/product.html');
  await partOf(page, 'lamp', 'prior').filter({ hasText: '30.00' }).waitFor();
  assert.equal(await partOf(page, 'lamp', 'off').innerText(), '−33 %');
  assert.match((await partOf(page, 'lamp', 'label').textContent()) ?? '', /^Lowest price of the last 30 days/);
  assert.equal(await partOf(page, 'mat', 'badge').innerText(), '55 % of the tent\'s price');
  for (const key of ['pegs', 'mat']) assert.equal(await partOf(page, key, 'prior').innerText(), '', key);
});

journey('what is left to a threshold is said with the figures of this cart', OPTIONS, async ({ page, open }) => {
  await open('/cart.html');
  await message(page).filter({ hasText: '€20.00 more and delivery is free, you have €100.00' }).waitFor();
  const keys = await page.locator('cobuy-shelf [part=card]').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-key')));
  assert.equal(keys[0], 'lamp', 'the one that reaches it with the least comes first');
});

journey('three tiers: what is looked at and two better ones, dearer from left to right, with what differs', OPTIONS, async ({ page, open }) => {
  await open('/tiers.html');
  await page.getByRole('heading', { name: 'Good, better, best' }).waitFor();
  const cards = page.locator('cobuy-shelf [part=card]');
  const keys = await cards.evaluateAll((all) => all.map((card) => card.getAttribute('data-key')));
  assert.deepEqual(keys, ['tent', 'dome', 'palace']);
  await partOf(page, 'dome', 'off').filter({ hasText: '+€40.00' }).waitFor();
  await partOf(page, 'palace', 'off').filter({ hasText: '+€90.00' }).waitFor();
  for (const [key, weight] of [['tent', '3.1 kg'], ['dome', '2.6 kg'], ['palace', '2.2 kg']]) {
    assert.match(await partOf(page, String(key), 'attributes').innerText(), new RegExp(String(weight).replace('.', '\\.')), key);
  }
});

journey('stand-ins for what is sold out', OPTIONS, async ({ page, open, record }) => {
  await open('/substitutes.html');
  const silence = /** @type {any} */ (await record.heard('cobuy-empty')).detail;
  assert.equal(silence.code, 'no-signal', 'everything can be bought');
  await page.evaluate(() => sessionStorage.setItem('stock', JSON.stringify({ tent: 0, dome: 3 })));
  await page.reload();
  await page.getByRole('heading', { name: 'Instead of what is sold out' }).waitFor();
  const keys = await page.locator('cobuy-shelf [part=card]').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-key')));
  assert.deepEqual(keys, ['dome', 'palace']);
  await partOf(page, 'dome', 'status').filter({ hasText: 'Only 3 left' }).waitFor();
});

journey('how few are left is said by the host\'s word alone', OPTIONS, async ({ page, open }) => {
  await open('/product.html');
  await page.evaluate(() => sessionStorage.setItem('stock', JSON.stringify({ lamp: 3, mat: 5 })));
  await page.reload();
  await partOf(page, 'lamp', 'status').filter({ hasText: 'Only 3 left' }).waitFor();
  for (const key of ['pegs', 'mat']) assert.equal(await partOf(page, key, 'status').innerText(), '', key);
});
