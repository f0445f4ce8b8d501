// What a set costs: as many of each member as are added, the variant that was chosen, and a saving only for what the merchant
// declared.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { built, hostScript, ICON, ownPage } from './common/own.mjs';

/** @typedef {import('./common/journey.mjs').Visit} Visit */

const BOX = 'cobuy-bundle';
const SETS = built(`
[[bundle]]
id = "camp"
products = ["tent", "lamp", "pegs"]
percent = 15
[[bundle]]
id = "hall"
products = ["mat", "dome", "palace", "pegs"]
percent = 20
`);
const set = (/** @type {string} */ product) => ownPage(`<link rel="stylesheet" href="/room.css"><cobuy-bundle product="${product}"></cobuy-bundle>`);
const ROOM = { '/room.css': 'cobuy-bundle { --cobuy-bundle-reserve: 760px; }', ...ICON };
/** @param {string} more facts of products, as JavaScript */
const host = (more) =>
  hostScript(`add: (lines) => void (window.lines = lines),
  variants: () => [{ id: 'small', title: 'Small', price_minor: 2000 }, { id: 'large', title: 'Large', price_minor: 5000 }, { id: 'own', title: 'Made for you' }],
  live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: prices[key], ...({ ${more} })[key] }]))`);

/** @param {Visit['page']} page @param {Record<string, string>} words of its parts; empty: nothing is said */
async function says(page, words) {
  for (const [part, text] of Object.entries(words)) {
    const line = page.locator(`${BOX} [part=sum] [part=${part}]`);
    await line.filter({ hasText: new RegExp(`^${text}$`) }).waitFor({ state: text ? 'visible' : 'attached' });
  }
}

/** @param {Visit} visit */
async function added({ page, shopMoves }) {
  await shopMoves(async () => {
    await page.locator(`${BOX} [part=add-all]`).click();
    await page.locator(`${BOX} [part=sum] [part=status]`, { hasText: 'Added' }).waitFor();
  });
  return page.evaluate(() => Reflect.get(window, 'lines'));
}

journey('as many as the shop sells at once', { files: { '/set.html': set('tent'), '/host.js': host('pegs: { min: 3, step: 2 }'), ...ROOM }, faults: SETS }, async (visit) => {
  await visit.open('/set.html');
  // A tent at 100.00, a lamp at 20.00, four pegs at 9.00.
  await says(visit.page, { alone: 'One by one €156.00', total: 'Together €132.60', save: 'Save €23.40 together' });
  assert.deepEqual(await added(visit), [{ product: 'tent', quantity: 1 }, { product: 'lamp', quantity: 1 }, { product: 'pegs', quantity: 4 }]);
});

journey('the variant that was chosen', { files: { '/set.html': set('tent'), '/host.js': host('lamp: { variants: 3, price_from: true }'), ...ROOM }, faults: SETS }, async (visit) => {
  const { page, open, shopMoves } = visit;
  await open('/set.html');
  await says(page, { alone: 'One by one from €129.00', total: 'Together from €109.65', save: 'Save from €19.35 together' });
  await shopMoves(() => page.locator(`${BOX} [data-key=lamp] [part=action]`).click());
  const choice = page.locator(`${BOX} [part=choice]`);
  await shopMoves(async () => {
    await choice.selectOption('large');
    await says(page, { alone: 'One by one €159.00', total: 'Together €135.15', save: 'Save €23.85 together' });
    // What it costs is not said: neither is the sum.
    await choice.selectOption('own');
    await says(page, { alone: '', total: '', save: '' });
    await choice.selectOption('');
    await says(page, { total: 'Together from €109.65' });
    await choice.selectOption('small');
    await says(page, { alone: 'One by one €129.00', total: 'Together €109.65', save: 'Save €19.35 together' });
  });
  assert.deepEqual((await added(visit))[1], { product: 'lamp', quantity: 1, variant: 'small' });
});

journey('what stands in for a member brings no saving', { files: { '/set.html': set('mat'), '/gone.html': set('mat').replace('/host.js', '/gone.js'), '/host.js': host(''), '/gone.js': host('dome: { available: false }'), ...ROOM }, faults: SETS }, async ({ page, open }) => {
  await open('/set.html');
  await says(page, { alone: 'One by one €384.00', total: 'Together €307.20', save: 'Save €76.80 together' });
  await open('/gone.html');
  await says(page, { total: 'Together €344.00', alone: '', save: '' });
  const keys = await page.locator(`${BOX} [part=card]`).evaluateAll((cards) => cards.map((card) => card.getAttribute('data-key')));
  assert.deepEqual(keys, ['mat', 'tent', 'palace', 'pegs']);
});
