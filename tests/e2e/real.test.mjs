// The shop over Online Retail, wherever its orders are at hand: real neighbours, and reasons that the order file bears out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { journey } from './common/journey.mjs';
import { picturesArrive, seenCards } from './common/shelf.mjs';
import { explain, isBuilt, REAL_SHOP, textOf } from './common/sites.mjs';

/** Products that anybody who knows the file knows, and words of what must be beside them. */
const KNOWN = [
  { key: '85123A', title: /^White hanging heart t-light holder$/i, beside: /heart|t-light|holder/i },
  { key: '22423', title: /^Regency cakestand 3 tier$/i, beside: /regency|teacup|cake/i },
  { key: '22386', title: /^Jumbo bag pink polkadot$/i, beside: /jumbo bag/i },
];

/** @param {string} key Exact orders of a product and of its pairs, from the private work folder. */
function counts(key) {
  const rows = (/** @type {string} */ file) => textOf(REAL_SHOP, `work/${file}`).trim().split('\n').map((line) => line.split(','));
  const orders = Number(rows('items.csv').find(([product]) => product === key)?.[1]);
  const pairs = new Map();
  for (const [a, b, together] of rows('pairs.csv')) {
    if (a === key) pairs.set(b, Number(together));
    if (b === key) pairs.set(a, Number(together));
  }
  return { orders, pairs };
}

if (!isBuilt(REAL_SHOP)) {
  test('Online Retail is not here: its shop was not built, and what its product pages show was not looked at', (context) => {
    context.diagnostic('set COBUY_DATA to the folder that holds online_retail/');
  });
}

for (const { key, title, beside } of isBuilt(REAL_SHOP) ? KNOWN : []) {
  journey(`Online Retail: what belongs with ${key}`, { shop: REAL_SHOP }, async ({ page, open }) => {
    await open(`/products/${key}.html`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    const cards = await seenCards(page);
    assert.deepEqual(cards.map((card) => card.key), explain(REAL_SHOP, { product: key }).keys);
    assert.ok(cards.some((card) => beside.test(card.title)), cards.map((card) => card.title).join(', '));
    const { orders, pairs } = counts(key);
    for (const card of cards) {
      const stated = /^In (\d+) % of orders with this$/.exec(card.reason);
      assert.ok(stated, card.reason);
      const share = (pairs.get(card.key) / orders) * 100;
      // The file holds shares in half per cents; a card states whole ones, rounded down.
      assert.ok(Number(stated[1]) <= share + 0.5 && Number(stated[1]) > share - 1.5, `${card.title}: ${stated[1]} %, is ${share.toFixed(2)} %`);
      assert.match(card.price, /£\d/);
    }
    await picturesArrive(page);
  });
}
