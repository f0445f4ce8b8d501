// What is remembered of a visit, and what is not.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { cardsOf, seenCards } from './common/shelf.mjs';
import { explain } from './common/sites.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';
const KEPT = 'cobuy.v1';

/** @param {import('playwright-core').Page} page */
const kept = (page) => page.evaluate((key) => localStorage.getItem(key), KEPT);

/** Three product pages by their keys: a list's own first, so that they have to do with each other. */
const walk = () => [TENT, ...explain('shop', { product: TENT }).keys.slice(0, 2)];

/** Tells of every write to storage, from the first document on. @param {import('playwright-core').BrowserContext} context */
async function writtenKeys(context) {
  /** @type {string[]} */
  const keys = [];
  await context.exposeBinding('journeyWrote', (_source, /** @type {string} */ key) => void keys.push(key));
  await context.addInitScript(() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, value) {
      Reflect.get(window, 'journeyWrote')(key);
      return setItem.call(this, key, value);
    };
  });
  return keys;
}

journey('with consent, views with dwell time and scroll depth go from page to page', {}, async ({ context, page, open }) => {
  const keys = await writtenKeys(context);
  const products = walk();
  await open(`/products/${products[0]}.html`);
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await seenCards(page);
  for (const key of products.slice(1)) {
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await cardsOf(page).first().waitFor();
    await open(`/products/${key}.html`);
    await seenCards(page);
  }
  await open('/about.html');
  const { views } = JSON.parse((await kept(page)) ?? '{}');
  assert.deepEqual(views.map((/** @type {any} */ view) => view.key), [...products].reverse());
  for (const { key, dwell, scroll } of views) {
    assert.ok(dwell > 0, `${key}: ${dwell} ms`);
    assert.ok(scroll > 0 && scroll <= 100, `${key}: ${scroll} %`);
  }
  assert.ok(views.at(-1).scroll > 90, 'the first page was read to its end');
  assert.ok(keys.includes(KEPT));
});

for (const answer of ['No, do not', undefined]) {
  journey(`nothing is kept where consent is ${answer ? 'refused' : 'not given'}`, {}, async ({ context, page, open }) => {
    const keys = await writtenKeys(context);
    for (const [position, key] of walk().entries()) {
      await open(`/products/${key}.html`);
      if (answer && position === 0) await page.getByRole('button', { name: answer }).click();
      await seenCards(page);
    }
    await open('/about.html');
    assert.equal(await kept(page), null);
    assert.deepEqual(keys.filter((key) => !key.startsWith('shop.')), []);
  });
}

journey('what was kept goes when consent is withdrawn', {}, async ({ page, open }) => {
  await open(`/products/${TENT}.html`);
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await seenCards(page);
  await page.waitForFunction((key) => localStorage.getItem(key) !== null, KEPT);
  await page.getByRole('button', { name: 'Change this' }).click();
  await page.getByRole('button', { name: 'No, do not' }).click();
  await page.waitForFunction((key) => localStorage.getItem(key) === null, KEPT);
  await open(`/products/${walk()[1]}.html`);
  await seenCards(page);
  assert.equal(await kept(page), null);
});

journey('a browser that forbids storage still shows cards', {}, async ({ context, page, open }) => {
  await context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  });
  await open(`/products/${TENT}.html`);
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await seenCards(page);
});
