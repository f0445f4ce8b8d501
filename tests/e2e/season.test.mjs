// Pairs that sell in some months only, in the browser: the shipped wasm follows the month as the native engine does, and a
// recorded session is replayed in its month. The shop has two years of orders, which the demo has not.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { journey, plainPage } from './common/journey.mjs';
import { cardsOf } from './common/shelf.mjs';
import { PROGRAM } from './common/sites.mjs';

const FOLDER = mkdtempSync(join(tmpdir(), 'cobuy-season-'));
after(() => rmSync(FOLDER, { recursive: true }));

/** Every month a tin with flour and whisk; in some months pudding, in others jars. */
const BOUGHT = /** @type {[string, number, (month: number) => boolean][]} */ ([
  ['flour', 12, () => true],
  ['whisk', 9, () => true],
  ['spoon', 8, () => true],
  ['pudding', 25, (month) => month > 10],
  ['jar', 20, (month) => month > 6 && month < 9],
]);
const PRODUCTS = ['tin', ...BOUGHT.map(([product]) => product)];

const lines = ['order_id,customer_id,timestamp,product_id,title,quantity,unit_price'];
for (const year of [2024, 2025]) {
  for (let month = 1; month <= 12; month += 1) {
    for (const [other, orders, sells] of BOUGHT) {
      for (let day = 1; sells(month) && day <= orders; day += 1) {
        const id = lines.length;
        const date = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
        for (const product of [other, 'tin']) lines.push(`o${id},c${id},${date} 10:00:00,${product},The ${product},1,9.50`);
      }
    }
  }
}
writeFileSync(join(FOLDER, 'orders.csv'), lines.join('\n'));
const RECS = join(FOLDER, 'recs');
execFileSync(PROGRAM, ['build', '--orders', join(FOLDER, 'orders.csv'), '--out', RECS], { stdio: 'pipe' });

const TAG =
  '<link rel="stylesheet" href="/cobuy/themes/cobuy.css"><script async src="/cobuy/cobuy.js" data-snapshot="/season/" data-k="0"></script>';
const FAULTS = Object.fromEntries(
  ['v1/base.bin', 'v1/s/all.bin'].map((name) => [`/season/${name}`, { body: readFileSync(join(RECS, name)), type: 'application/octet-stream' }]),
);
const SHELF = '<cobuy-shelf product="tin" min-confidence="0" min-items="1"></cobuy-shelf>';
const FILES = { '/page.html': plainPage('', { tag: TAG }), '/shelf.html': plainPage(SHELF, { tag: TAG }), '/assets/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' };
const OPTIONS = { files: FILES, faults: FAULTS };

/** @param {string} product @param {string} month */
const native = (product, month) => {
  const text = execFileSync(PROGRAM, ['explain', RECS, product, '--placement', 'protocol', '--month', month], { encoding: 'utf8' });
  return [...text.matchAll(/^ +\d+\. (\S+)/gm)].map(([, key]) => key);
};

journey('seasonal pairs: native and wasm rank alike in every month', OPTIONS, async ({ page, open }) => {
  await open('/page.html');
  await page.waitForFunction(() => 'recommend' in (Reflect.get(window, 'cobuy') ?? {}));
  const months = Array.from({ length: 12 }, (_, month) => month + 1);
  const asked = PRODUCTS.flatMap((product) => months.map((month) => ({ placement: 'protocol', product, month })));
  const answers = await page.evaluate(async (asked) => {
    const { cobuy } = /** @type {any} */ (window);
    const answers = [];
    for (const question of asked) answers.push((await cobuy.recommend(question)).items.map((/** @type {any} */ item) => item.key));
    return answers;
  }, asked);
  for (const [at, { product, month }] of asked.entries()) {
    assert.deepEqual(answers[at], native(product, String(month)), `${product} in month ${month}`);
  }
  const [december, july] = [answers[11], answers[6]];
  assert.deepEqual([december?.[0], july?.[0]], ['pudding', 'jar']);
  assert.ok(!july?.includes('pudding') && !december?.includes('jar'));
});

for (const [month, first] of /** @type {[number, string][]} */ ([[12, 'pudding'], [8, 'jar'], [3, 'flour']])) {
  journey(`in month ${month} a shelf begins with ${first}, and its session replays alike`, OPTIONS, async ({ page, open }) => {
    await page.clock.setFixedTime(new Date(2026, month - 1, 5, 12));
    await open('/shelf.html');
    await cardsOf(page).nth(2).waitFor();
    assert.equal(await cardsOf(page).first().getAttribute('data-key'), first);
    const session = await page.evaluate(() => /** @type {any} */ (window).cobuy.session());
    assert.deepEqual(session.steps.flatMap((/** @type {any} */ step) => step.month ?? []), [month]);
    const file = join(FOLDER, `session-${month}.json`);
    writeFileSync(file, JSON.stringify(session));
    assert.match(execFileSync(PROGRAM, ['replay', file, RECS], { encoding: 'utf8' }), /The page showed the same: \d+ lists? compared/);
  });
}
