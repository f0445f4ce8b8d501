// Amounts of money: every currency with its decimals, the host's own currency, and none where nobody knows one.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { built, hostScript, ICON, listPage, messageOf, partOf, PRODUCTS } from './common/own.mjs';

/** Currencies whose minor unit is no hundredth, by ISO 4217 (list one). */
const DECIMALS = /** @type {Record<string, number>} */ ({
  ...Object.fromEntries('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0])),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  ...Object.fromEntries('CLF UYW'.split(' ').map((code) => [code, 4])),
});

const LIST = listPage('placement="pdp" product="tent" relation="together"');
const product = "page: () => ({ type: 'product', product: 'tent' })";
/** @param {import('playwright-core').Page} page @param {string} key @param {string | RegExp} words */
const reads = (page, key, words) => partOf(page, key, 'price').filter({ hasText: words }).waitFor();

const FORINTS = built('', 0, { currency: 'HUF', products: PRODUCTS.replaceAll(/(\d+)\.00 EUR/g, '$1$1.00 HUF') });
journey('an amount of the snapshot has the decimals that it was made with', {
  files: { '/product.html': LIST, '/host.js': hostScript(product), ...ICON },
  faults: FORINTS,
}, async ({ page, open }) => {
  await open('/product.html');
  // A browser by itself writes HUF without decimals, and would take a hundred times as much for it.
  await reads(page, 'mat', /^HUF\s4,545\.00$/);
});

journey('every currency of the browser has the decimals of ISO 4217', {
  files: { '/product.html': LIST, '/host.js': hostScript(`${product}, currency: 'EUR', live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: 129900 }]))`), ...ICON },
  faults: built(''),
}, async ({ page, open }) => {
  await open('/product.html');
  await reads(page, 'lamp', '€1,299.00');
  const [count, wrong] = await page.evaluate(async (decimals) => {
    const price = document.querySelector('cobuy-shelf')?.shadowRoot?.querySelector('[data-key=lamp] [part=price]');
    const wrong = [];
    const codes = /** @type {any} */ (Intl).supportedValuesOf('currency');
    for (const code of codes) {
      const digits = decimals[code] ?? 2;
      const format = new Intl.NumberFormat('en', { style: 'currency', currency: code, minimumFractionDigits: digits, maximumFractionDigits: digits });
      const expected = format.format(129900 / 10 ** digits);
      /** @type {any} */ (window).cobuy.push(['host', { currency: code }]);
      const until = performance.now() + 2000;
      while (price?.firstChild?.textContent !== expected && performance.now() < until) await new Promise((resolve) => setTimeout(resolve));
      if (price?.firstChild?.textContent !== expected) wrong.push([code, expected, price?.textContent]);
    }
    return [codes.length, wrong];
  }, DECIMALS);
  assert.deepEqual(wrong, []);
  assert.ok(Number(count) > 150, `${count} currencies`);
});

const RULES = `
[[rule]]
id = "free-delivery"
placements = ["pdp"]
reach = "60.00"
message = "{gap} more and delivery is free"
when = { cart_value = { min = "1.00" } }
[[rule]]
id = "cheap"
placements = ["pdp"]
show = { price = { max = "40.00" } }
badge = "Under 40"
`;
const cart = "cart: { get: () => [{ product: 'dome', quantity: 1, price_minor: 3000 }] }";
const YEN = `${product}, ${cart}, currency: 'jpy', live: (keys) => Object.fromEntries(keys.filter((key) => key !== 'mat').map((key) => [key, { price_minor: 3184 }]))`;
journey('a host in another currency: its own amounts in its own, and none of the snapshot', {
  files: { '/product.html': LIST, '/host.js': hostScript(YEN), ...ICON },
  faults: built(RULES),
}, async ({ page, open, record }) => {
  await open('/product.html');
  await reads(page, 'lamp', /^¥3,184/);
  assert.equal((await partOf(page, 'mat', 'price').innerText()).trim(), '', 'the host does not say what it costs');
  // 3,000 yen are no 30.00 euros on the way to 60.00.
  assert.equal((await messageOf(page).innerText()).trim(), '');
  assert.equal((await partOf(page, 'lamp', 'badge').innerText()).trim(), '');
  const { items } = /** @type {any} */ ((await record.heard('cobuy-ready')).detail);
  assert.deepEqual(items.map((/** @type {any} */ { currency }) => currency), items.map(() => 'JPY'));
});

journey('the same rules in the snapshot\'s own currency act', {
  files: { '/product.html': LIST, '/host.js': hostScript(YEN.replace("'jpy'", "'eur'")), ...ICON },
  faults: built(RULES),
}, async ({ page, open }) => {
  await open('/product.html');
  await messageOf(page).filter({ hasText: '€30.00 more and delivery is free' }).waitFor();
  await partOf(page, 'lamp', 'badge').filter({ hasText: 'Under 40' }).waitFor();
});

const adds = "cart: { get: () => window.lines ?? [] }, add: (lines) => void (window.lines = lines)";
for (const [title, currency] of [['nobody names a currency', undefined], ['the host names something else than a currency', '€']]) {
  journey(`no amount where ${title}, and cards that work`, {
    files: { '/product.html': LIST, '/host.js': hostScript(`${product}, ${adds}, currency: ${JSON.stringify(currency)}, live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: 2000, prior_price_minor: 3000 }]))`), ...ICON },
    faults: built('', 0, { currency: '', products: PRODUCTS.replaceAll(' EUR', '') }),
  }, async ({ page, open, shopMoves }) => {
    await open('/product.html');
    await page.locator('cobuy-shelf [part=card]').nth(2).waitFor();
    assert.equal((await partOf(page, 'lamp', 'price').innerText()).trim(), '');
    await shopMoves(async () => {
      await partOf(page, 'lamp', 'action').click();
      await page.locator('cobuy-shelf [data-key=lamp] [data-state=added]').waitFor();
    });
    assert.deepEqual(await page.evaluate(() => Reflect.get(window, 'lines')), [{ product: 'lamp', quantity: 1 }]);
  });
}

const prior = (/** @type {string} */ facts) => `${product}, live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: prices[key]${facts} }]))`;
journey('beside a live price only the host says what was the lowest of 30 days', {
  files: { '/product.html': LIST, '/host.js': hostScript(prior('')), '/silent.html': LIST.replace('/host.js', '/silent.js'), '/silent.js': hostScript(product), '/said.html': LIST.replace('/host.js', '/said.js'), '/said.js': hostScript(prior(', prior_price_minor: 2500')), ...ICON },
  faults: built(''),
}, async ({ page, open }) => {
  await open('/product.html');
  await reads(page, 'lamp', '€20.00');
  for (const part of ['prior', 'off', 'label']) assert.equal(await partOf(page, 'lamp', part).textContent(), '', part);
  await open('/said.html');
  await partOf(page, 'lamp', 'prior').filter({ hasText: '€25.00' }).waitFor();
  assert.equal(await partOf(page, 'lamp', 'off').innerText(), '−20 %');
  // Beside the snapshot's price it is the snapshot's.
  await open('/silent.html');
  await partOf(page, 'lamp', 'prior').filter({ hasText: '€30.00' }).waitFor();
});
