// A price beside another figure: what is spent already, the alternative that is looked at, what it costs to stay where one
// is. The merchant writes the words and the page fills in the figures; where one is not known the words are left out, and the
// list stays.

import assert from 'node:assert/strict';
import { isAccessible } from './common/axe.mjs';
import { journey } from './common/journey.mjs';
import { built, ICON, listPage, messageOf, partOf, PRICES } from './common/own.mjs';

const STAYING = '500 nights at 3 minutes of pitching are 25 hours';
const FAULTS = built(`
[[rule]]
id = "staying"
placements = ["pdp"]
message = "${STAYING}"
when = { fact = { name = "nights", min = 500 } }
[[rule]]
id = "alternative"
placements = ["pdp"]
show = { product = ["dome", "palace"] }
message = "The next one up is {percent} % dearer"
badge = "Only {difference} more"
[[rule]]
id = "spent"
placements = ["cart"]
show = { product = ["lamp"] }
badge = "{price} on top of {cart}"
`);

/** The shop as its host states it; `more` comes in place of members of the same name. */
const shop = (more = '') => ({
  files: {
    '/cart.html': listPage('placement="cart"'),
    '/better.html': listPage('placement="pdp" product="tent" relation="upgrade"'),
    '/host.js': `const prices = ${JSON.stringify(PRICES)};
(window.cobuy = window.cobuy || []).push(['host', {
  cart: { get: () => [{ product: 'tent', quantity: 1, price_minor: 10000 }] },
  live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: prices[key] }])),
  ${more}
}]);`,
    ...ICON,
  },
  faults: FAULTS,
});

/** The same where the host states how many nights. */
const stated = (/** @type {string} */ nights) => shop(`facts: () => ({ nights: ${nights} }),`);

/** What stands on cards once they all have a price. @param {import('playwright-core').Page} page @param {string[]} keys */
async function badges(page, keys) {
  for (const key of keys) await partOf(page, key, 'price').filter({ hasText: /€\d/ }).waitFor();
  const badge = async (/** @type {string} */ key) => [key, (await partOf(page, key, 'badge').innerText()).trim()];
  return Object.fromEntries(await Promise.all(keys.map(badge)));
}

for (const width of [320, 768, 1280]) {
  const context = { viewport: { width, height: 900 } };
  journey(`against what is spent: what it costs beside the worth of this cart, ${width} px`, { ...shop(), context }, async ({ page, open }) => {
    await open('/cart.html');
    await partOf(page, 'lamp', 'badge').filter({ hasText: /^€20\.00 on top of €100\.00$/ }).waitFor();
    assert.deepEqual(await badges(page, ['lamp', 'mat', 'pegs']), { lamp: '€20.00 on top of €100.00', mat: '', pegs: '' });
    await isAccessible(page, 'body');
  });
  journey(`against the alternative: how much dearer than what is looked at, ${width} px`, { ...shop(), context }, async ({ page, open }) => {
    await open('/better.html');
    await messageOf(page).filter({ hasText: /^The next one up is 40 % dearer$/ }).waitFor();
    assert.deepEqual(await badges(page, ['dome', 'palace']), { dome: 'Only €40.00 more', palace: 'Only €90.00 more' });
    await isAccessible(page, 'body');
  });
  journey(`against staying: the merchant's own figures, for whom they are true of, ${width} px`, { ...stated('620'), context }, async ({ page, open }) => {
    await open('/better.html');
    await messageOf(page).filter({ hasText: STAYING }).waitFor();
    assert.equal(await messageOf(page).innerText(), STAYING, 'one message a list');
    await isAccessible(page, 'body');
  });
}

const UNPRICED = "cart: { get: () => [{ product: 'tent', quantity: 1 }] },";
journey('against what is spent: nothing of it where the cart states no price', shop(UNPRICED), async ({ page, open }) => {
  await open('/cart.html');
  assert.deepEqual(await badges(page, ['lamp', 'mat', 'pegs']), { lamp: '', mat: '', pegs: '' });
});

const DEARER = 'live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: prices[key] + 2500 * (key === "tent") }])),';
journey('against the alternative: the shop\'s prices of now count, not those of the snapshot', shop(DEARER), async ({ page, open }) => {
  await open('/better.html');
  await messageOf(page).filter({ hasText: /^The next one up is 12 % dearer$/ }).waitFor();
  const expected = { dome: 'Only €15.00 more', palace: 'Only €65.00 more' };
  assert.deepEqual(await badges(page, ['dome', 'palace']), expected);
});

// The host names no price of the tent, which beats the snapshot's.
const NAMELESS = 'live: (keys) => Object.fromEntries(keys.map((key) => [key, key === "tent" ? {} : { price_minor: prices[key] }])),';
journey('against the alternative: nothing of it where nobody knows what that costs', shop(NAMELESS), async ({ page, open }) => {
  await open('/better.html');
  // Until the shop has answered, the snapshot's prices hold.
  for (const words of [messageOf(page), partOf(page, 'dome', 'badge'), partOf(page, 'palace', 'badge')]) {
    await words.filter({ hasText: /^\s*$/ }).waitFor({ state: 'attached' });
  }
  assert.deepEqual(await badges(page, ['dome', 'palace']), { dome: '', palace: '' });
});

for (const [who, nights] of [['fewer', '499'], ['nobody knows how many', 'undefined']]) {
  journey(`against staying: not where the shopper has ${who}`, stated(nights ?? ''), async ({ page, open }) => {
    await open('/better.html');
    await messageOf(page).filter({ hasText: /40 % dearer/ }).waitFor();
    assert.doesNotMatch(await messageOf(page).innerText(), /25 hours/);
  });
}

const OF_ALL = built('[[rule]]\nid = "of-all"\nplacements = ["pdp"]\nmessage = "The first is {percent} % dearer"\nbadge = "Only {difference} more"\n');
const WITH = { '/with.html': listPage('placement="pdp" product="tent" relation="together"') };
const CHEAPER = { files: { ...shop().files, ...WITH }, faults: OF_ALL };
journey('against the alternative: nothing is how much dearer where it is cheaper', CHEAPER, async ({ page, open }) => {
  await open('/with.html');
  assert.deepEqual(await badges(page, ['lamp', 'mat', 'pegs']), { lamp: '', mat: '', pegs: '' });
  assert.equal((await messageOf(page).innerText()).trim(), '');
});
