// Adding from a card: every state that a shopper can see, and who may step in.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { addFromPage, buttonOf, cardOf, changesOnlyCard, reaches, seenCards } from './common/shelf.mjs';
import { available, explain, productsOf } from './common/sites.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';
const products = new Map(productsOf('shop').map((product) => [product.key, product]));

/** @param {import('playwright-core').Page} page */
const count = (page) => page.locator('[data-cart-count]');

/** First card that one click adds. @param {import('playwright-core').Page} page */
async function simpleCard(page) {
  const card = (await seenCards(page)).find(({ button }) => button === 'Add to cart');
  assert.ok(card);
  return card.key;
}

journey('add, look at it being added, undo', {}, async (visit) => {
  const { page, open, record, server } = visit;
  await open(`/products/${TENT}.html`);
  const key = await simpleCard(page);
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  server.overrides.set(`/data/products/${key}.json`, { hold: new Promise((resolve) => (release = resolve)) });
  const button = buttonOf(page, key);
  await changesOnlyCard(visit, key, async () => {
    await button.click();
    await reaches(page, key, 'adding');
    assert.equal(await button.innerText(), 'Adding…');
    assert.equal(await count(page).innerText(), '0');
    release();
    await reaches(page, key, 'added');
  });
  assert.equal(await count(page).innerText(), '1');
  assert.equal(await button.innerText(), 'View cart');
  await cardOf(page, key).getByRole('status').getByText('Added').waitFor();
  const added = /** @type {any} */ (await record.heard('cobuy-added')).detail;
  assert.deepEqual([added.items[0].key, added.quantity], [key, 1]);
  await changesOnlyCard(visit, key, async () => {
    await cardOf(page, key).getByRole('button', { name: /^Undo/ }).click();
    await reaches(page, key, 'idle');
  });
  assert.equal(await count(page).innerText(), '0');
  assert.equal((await seenCards(page)).length >= 3, true);
});

journey('a listener that cancels cobuy-add leaves the cart alone', {}, async ({ page, open, record }) => {
  await open(`/products/${TENT}.html`);
  const key = await simpleCard(page);
  await page.evaluate(() => document.addEventListener('cobuy-add', (event) => event.preventDefault()));
  await buttonOf(page, key).click();
  await record.heard('cobuy-add');
  await reaches(page, key, 'idle');
  assert.equal(await count(page).innerText(), '0');
  assert.ok(!record.events.some(({ name }) => name === 'cobuy-added'));
});

journey('the shop refuses, in its own words', {}, async ({ context, page, open, server }) => {
  await open(`/products/${TENT}.html`);
  const key = await simpleCard(page);
  const facts = await (await fetch(`${server.origin}/data/products/${key}.json`)).json();
  facts.variants[0].stock = 1;
  server.overrides.set(`/data/products/${key}.json`, { body: JSON.stringify(facts), type: 'application/json' });
  // The last one goes into the cart in another tab.
  const other = await context.newPage();
  await other.goto(`${server.origin}/products/${key}.html`);
  await addFromPage(other);
  await other.close();
  await buttonOf(page, key).click();
  await reaches(page, key, 'failed');
  await cardOf(page, key).getByRole('status').getByText('Only 1 left').waitFor();
  assert.equal(await count(page).innerText(), '1');
});

/** A product whose list holds one that comes in several forms, and that one. */
function withVariants() {
  for (const { key } of products.values()) {
    for (const other of explain('shop', { product: key }).keys) {
      const found = products.get(other);
      if (found && found.variants.length > 1 && available(found)) return { key, found };
    }
  }
  throw new Error('no list holds a product with several variants');
}

journey('a product in several forms is chosen before it is added', {}, async ({ page, open, record }) => {
  const { key, found } = withVariants();
  await open(`/products/${key}.html`);
  await seenCards(page);
  const card = cardOf(page, found.key);
  await card.getByRole('button', { name: `Choose: ${found.title}` }).click();
  const choice = card.getByRole('combobox', { name: 'Choose an option' });
  await choice.waitFor();
  assert.equal(await choice.inputValue(), '', 'nothing is chosen for the shopper');
  assert.equal(await count(page).innerText(), '0');
  const wanted = found.variants.find(({ stock }) => stock > 0);
  assert.ok(wanted);
  await choice.selectOption(wanted.sku);
  await reaches(page, found.key, 'added');
  const added = /** @type {any} */ (await record.heard('cobuy-added')).detail;
  assert.equal(added.variant, wanted.sku);
  await open('/cart.html');
  await page.locator('[data-cart]').getByText(wanted.title, { exact: true }).waitFor();
});
