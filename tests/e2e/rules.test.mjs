// What a merchant says in cobuy.toml, on a page: countdowns that end, thresholds and anchors with figures of this moment,
// a reduction by the lowest price of 30 days, three tiers. The tag does not name the widget that knows rules: the page finds out.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { built, ICON, listPage, messageOf as message, partOf, PRICES } from './common/own.mjs';

const RULES = `
[[rule]]
id = "new-year"
placements = ["pdp"]
deadline = { until = "2027-01-01T00:00:00Z", text = "Ends in {time}" }
[[rule]]
id = "sale"
placements = ["category"]
show = { product = ["lamp"] }
badge = "On sale"
deadline = { fact = "sale_ends", text = "The sale ends in {time}" }
[[rule]]
id = "tip"
placements = ["pdp"]
show = { product = ["mat"] }
badge = "Only {price}"
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
// A figure that nobody knows is refused where it is written.
assert.throws(() => built(RULES), /nobody_knows/);
const FAULTS = built(RULES.replace('Only for {nobody_knows}', 'Only {difference} more'));

/** The shop's own word on when its sale ends, on one of its pages. */
const SALE_ENDS = Date.UTC(2026, 11, 31, 14);
const HOST = `const prices = ${JSON.stringify(PRICES)};
const stock = JSON.parse(sessionStorage.getItem('stock') ?? '{}');
(window.cobuy = window.cobuy || []).push(['host', {
  page: () => ({ type: location.pathname === '/cart.html' ? 'cart' : 'product', product: location.pathname === '/cart.html' ? undefined : 'tent' }),
  cart: { get: () => (location.pathname === '/cart.html' ? [{ product: 'tent', quantity: 1, price_minor: 10000 }] : []) },
  facts: () => (location.pathname === '/sale.html' ? { sale_ends: ${SALE_ENDS} } : {}),
  live: (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: prices[key], available: stock[key] !== 0, left: stock[key], prior_price_minor: key === 'lamp' ? 3000 : undefined }])),
}]);`;
const FILES = {
  '/product.html': listPage('placement="pdp" product="tent" relation="together"'),
  '/tiers.html': listPage('placement="pdp" product="tent" relation="upgrade" layout="compare"'),
  '/cart.html': listPage('placement="cart"'),
  '/sale.html': listPage('placement="category" relation="popular"'),
  '/no-sale.html': listPage('placement="category" relation="popular"'),
  '/substitutes.html': listPage('placement="pdp" product="tent" relation="substitutes"'),
  '/host.js': HOST,
  ...ICON,
};
const OPTIONS = { files: FILES, faults: FAULTS };

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

journey('a countdown to the end that the shop states: it ends then, with all that its rule says', OPTIONS, async ({ page, open }) => {
  await page.clock.install({ time: SALE_ENDS - 7_200_000 });
  await open('/sale.html');
  await message(page).filter({ hasText: /^The sale ends in (02:00:00|01:5\d:\d\d)$/ }).waitFor();
  assert.equal(await partOf(page, 'lamp', 'badge').innerText(), 'On sale');
  await page.clock.fastForward('01:00:00');
  await message(page).filter({ hasText: /ends in (01:00:00|00:5\d:\d\d)$/ }).waitFor();
  await page.reload();
  await message(page).filter({ hasText: /ends in (01:00:00|00:5\d:\d\d)$/ }).waitFor();
  await page.clock.fastForward('01:00:00');
  for (const words of [message(page), partOf(page, 'lamp', 'badge')]) await words.filter({ hasText: /^\s*$/ }).waitFor({ state: 'attached' });
  assert.ok((await page.locator('cobuy-shelf [part=card]').count()) > 2, 'the list stays');
  // It is over for who comes now, too.
  await page.reload();
  await partOf(page, 'lamp', 'price').filter({ hasText: '€20.00' }).waitFor();
  for (const words of [message(page), partOf(page, 'lamp', 'badge')]) assert.equal((await words.innerText()).trim(), '');
});

journey('no countdown where the shop states no end', OPTIONS, async ({ page, open }) => {
  await page.clock.install({ time: SALE_ENDS - 7_200_000 });
  await open('/no-sale.html');
  await partOf(page, 'lamp', 'price').filter({ hasText: '€20.00' }).waitFor();
  for (const words of [message(page), partOf(page, 'lamp', 'badge')]) assert.equal((await words.innerText()).trim(), '');
});

journey('a reduction is struck through with the lowest price of 30 days, a badge has its figure', OPTIONS, async ({ page, open }) => {
  await open('/product.html');
  await partOf(page, 'lamp', 'prior').filter({ hasText: '30.00' }).waitFor();
  assert.equal(await partOf(page, 'lamp', 'off').innerText(), '−33 %');
  assert.match((await partOf(page, 'lamp', 'label').textContent()) ?? '', /^Lowest price of the last 30 days/);
  assert.equal(await partOf(page, 'mat', 'badge').innerText(), 'Only €45.00');
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

const LATELY = built('[[rule]]\nid = "after-the-mat"\nplacements = ["home"]\nmessage = "Sleep well"\nwhen = { last_purchase = { product = "mat" } }\n', 1);
const BOUGHT = `(window.cobuy = window.cobuy || []).push(['host', { page: () => ({ type: 'home' }), customer: () => ({ purchases: ['mat'] }) }]);`;
const HOME = { files: { '/home.html': listPage('placement="home"', 1), '/host.js': BOUGHT, ...ICON }, faults: LATELY };
journey('a rule knows what was bought last, although no list needs its file', HOME, async ({ page, open }) => {
  await open('/home.html');
  await page.locator('cobuy-shelf [part=card]').nth(2).waitFor();
  await message(page).filter({ hasText: 'Sleep well' }).waitFor();
});

const LOST = Object.fromEntries(Object.keys(HOME.faults).filter((path) => path.includes('/s/')).map((path) => [path, { status: 404 }]));
journey('a file that only a rule asks for takes no list away when it does not come', { ...HOME, faults: { ...HOME.faults, ...LOST }, console: /404/ }, async ({ page, open }) => {
  await open('/home.html');
  await page.locator('cobuy-shelf [part=card]').nth(2).waitFor();
  assert.equal(await message(page).innerText(), '', 'nobody knows what was bought');
});
