/**
 * A shop of a journey's own: a few products and orders, and what its merchant says in cobuy.toml, built by the command and
 * served beside the widget of the demo shop. The tag does not name the widget that knows rules: the page finds out.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainPage } from './journey.mjs';
import { PROGRAM } from './sites.mjs';

/** The lines of `cobuy tags`, and the shop's host. @param {number} k as the shop was built */
export const tag = (k) =>
  `<link rel="stylesheet" href="/cobuy/themes/cobuy.css"><script src="/host.js"></script><script async src="/cobuy/cobuy.js" data-snapshot="/rules/" data-k="${k}"></script>`;

/** A tent, what goes with it, and two better ones. */
export const PRODUCTS = `id,title,category,brand,price,prior_price_30d,rating,ratings,attr_weight
tent,Tent,Camping > Tents,Tarn,100.00 EUR,,4.0,50,3.1 kg
dome,Dome tent,Camping > Tents,Tarn,140.00 EUR,,4.8,90,2.6 kg
palace,Palace tent,Camping > Tents,Tarn,190.00 EUR,,4.9,80,2.2 kg
pegs,Pegs,Camping > Parts,Tarn,9.00 EUR,,4.1,20,
lamp,Lamp,Camping > Light,Lux,20.00 EUR,30.00,4.2,20,
mat,Mat,Camping > Sleep,Tarn,45.00 EUR,,4.2,20,
`;
/** Prices of these products in cents, as a host states them. */
export const PRICES = { tent: 10000, dome: 14000, palace: 19000, pegs: 900, lamp: 2000, mat: 4500 };

const config = (/** @type {string} */ currency) => `[products]
columns = { attribute_columns = ["attr_weight"] }
[catalog]
${currency && `currency = "${currency}"`}
${['pdp', 'cart', 'checkout'].map((name) => `[placements.${name}]\nmin-items = 1\nmin-confidence = 0\n`).join('')}`;

/** What sells better than all of these in a large shop. */
const BESTSELLERS = Array.from({ length: 40 }, (_, number) => `best-${number}`);

/** A month of orders, each with the tent and two other things; of eight, one has the dome tent. @param {boolean} large */
function orders(large) {
  const lines = ['order_id,customer_id,timestamp,product_id,quantity'];
  const bestsellers = large ? BESTSELLERS.flatMap((key, at) => Array(200).fill([key, BESTSELLERS[(at + 1) % 40]])) : [];
  for (const [order, pair] of bestsellers.entries()) {
    for (const key of pair) lines.push(`b${order},b${order},2026-12-15 10:00:00,${key},1`);
  }
  for (let order = 0; order < 120; order += 1) {
    const others = [['pegs', 'lamp'], ['mat', 'pegs'], ['lamp', 'mat']][order % 3] ?? [];
    const day = String(1 + (order % 28)).padStart(2, '0');
    for (const product of [order % 8 ? 'tent' : 'dome', ...others]) lines.push(`o${order},c${order},2026-12-${day} 10:00:00,${product},1`);
  }
  return lines.join('\n');
}

/**
 * The snapshot of a shop with these rules, as answers of a server. Throws where the command refuses the rules.
 *
 * @param {string} rules
 * @param {number} [k] Hex digits that name a shard. With any it is a large shop, whose base does not hold every product.
 * @param {{ products?: string, currency?: string }} [shop] Its products file, and the currency of its prices; none where empty.
 * @returns {NonNullable<import('./server.mjs').Options['overrides']>}
 */
export function built(rules, k = 0, { products = PRODUCTS, currency = 'EUR' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cobuy-rules-'));
  try {
    const file = (/** @type {string} */ name, /** @type {string} */ text) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const more = k ? BESTSELLERS.map((key) => `${key},Bestseller,Bestsellers,Tarn,5.00 EUR,,,,\n`).join('') : '';
    const settings = file('cobuy.toml', `${config(currency)}[snapshot]\nk = ${k}\n${rules}`);
    const files = ['--orders', file('orders.csv', orders(k > 0)), '--products', file('products.csv', products + more), '--config', settings];
    const out = join(folder, 'recs');
    execFileSync(PROGRAM, ['build', ...files, '--out', out], { stdio: 'pipe' });
    const answer = (/** @type {string} */ name) => [`/rules/${name}`, { body: readFileSync(join(out, name)), type: 'application/octet-stream' }];
    return Object.fromEntries(['v1/base.bin', ...readdirSync(join(out, 'v1/s')).map((name) => `v1/s/${name}`)].map(answer));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * A page of the shop. `/host.js` has to be there: the shop's host.
 *
 * @param {string} body
 * @param {number} [k] as it was built
 */
export const ownPage = (body, k = 0) => plainPage(body, { tag: tag(k) });

/** What a shop's own script hands in. @param {string} members of the host, as JavaScript */
export const hostScript = (members) => `const prices = ${JSON.stringify(PRICES)};
(window.cobuy = window.cobuy || []).push(['host', { ${members} }]);`;

/** A page with one list. @param {string} attributes @param {number} [k] as the shop was built */
export const listPage = (attributes, k) => ownPage(`<cobuy-shelf ${attributes}></cobuy-shelf>`, k);

/** A picture that pages ask for. */
export const ICON = { '/assets/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' };

/** The merchant's words at a list. @param {import('playwright-core').Page} page */
export const messageOf = (page) => page.locator('cobuy-shelf [part=message]');

/** A part of a product's card. @param {import('playwright-core').Page} page @param {string} key @param {string} part */
export const partOf = (page, key, part) => page.locator(`cobuy-shelf [data-key=${key}] [part=${part}]`);
