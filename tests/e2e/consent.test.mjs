// Who is asked whether a visit may be kept, in which order, and what follows from the answer.

import assert from 'node:assert/strict';
import { journey, plainPage } from './common/journey.mjs';
import { TENT } from './common/placements.mjs';
import { cardsOf } from './common/shelf.mjs';
import { loaderTag } from './common/sites.mjs';

/** @typedef {import('./common/journey.mjs').Visit} Visit */

const SLOT = `<main><cobuy-shelf placement="pdp" product="${TENT}"></cobuy-shelf></main>`;
const BASICS = `currency: 'EUR', country: 'IE', taxDisplay: 'included', page: () => ({ type: 'product', product: '${TENT}' })`;

/** @param {string} host further members @param {string} [more] script before it */
const shop = (host, more = '') => `${more}\n(window.cobuy ||= []).push(['host', { ${BASICS}, ${host} }]);
window.counted = [];`;
const TRACK = 'track: (event) => window.counted.push(event.name)';
const SHOPIFY = (/** @type {boolean} */ yes) => `
window.Shopify = { customerPrivacy: { yes: ${yes}, preferencesProcessingAllowed: () => Shopify.customerPrivacy.yes, analyticsProcessingAllowed: () => Shopify.customerPrivacy.yes } };
window.decide = (yes) => { Shopify.customerPrivacy.yes = yes; document.dispatchEvent(new CustomEvent('visitorConsentCollected')); };`;
const LATE_SHOPIFY = `
window.Shopify = { loadFeatures: (features, done) => { Shopify.customerPrivacy = { preferencesProcessingAllowed: () => features[0].name === 'consent-tracking-api', analyticsProcessingAllowed: () => true }; done(); } };`;
const WORDPRESS = (/** @type {boolean} */ yes) => `
let yes = ${yes};
window.wp_has_consent = (category) => yes && (category === 'preferences' || category === 'statistics');
window.decide = (now) => { yes = now; document.dispatchEvent(new CustomEvent('wp_listen_for_consent_change', { detail: {} })); };`;
const TCF = (/** @type {string} */ data) => `
let tell;
window.__tcfapi = (command, version, act) => { if (command === 'addEventListener' && version === 2) { tell = act; act(${data}, true); } };
window.decide = (yes) => tell({ eventStatus: 'useractioncomplete', gdprApplies: true, purpose: { consents: { 1: yes, 8: yes } } }, true);`;
const AGREED = "{ eventStatus: 'tcloaded', gdprApplies: true, purpose: { consents: { 1: true, 8: true } } }";
const OPEN = "{ eventStatus: 'cmpuishown', gdprApplies: true, purpose: { consents: {} } }";

/**
 * Who says what: the host's script, whether the visit is then kept, and whether events are counted.
 * @type {[string, string, boolean, boolean][]}
 */
const ANSWERS = [
  ['nobody', shop(TRACK), false, false],
  ['the shop: yes', shop(`${TRACK}, consent: { get: () => ({ storage: true, analytics: true }) }`), true, true],
  ['the shop: no, whatever its platform says', shop(`${TRACK}, consent: { get: () => ({ storage: false }) }`, SHOPIFY(true)), false, false],
  ['the shop: no permission is needed', shop(`${TRACK}, consent: 'not-required'`), true, false],
  ['Shopify: yes', shop(TRACK, SHOPIFY(true)), true, true],
  ['Shopify: no, whatever a consent manager says', shop(TRACK, SHOPIFY(false) + TCF(AGREED)), false, false],
  ['Shopify, whose consent script comes when it is asked for', shop(TRACK, LATE_SHOPIFY), true, true],
  ['WordPress: yes', shop(TRACK, WORDPRESS(true)), true, true],
  ['WordPress: no', shop(TRACK, WORDPRESS(false)), false, false],
  ['a consent manager: yes', shop(TRACK, TCF(AGREED)), true, true],
  ['a consent manager: not answered yet', shop(TRACK, TCF(OPEN)), false, false],
  ['a consent manager: the law does not apply', shop(TRACK, TCF("{ gdprApplies: false }")), true, true],
];

const tag = loaderTag('shop');
/** @param {string} script @param {string} [loader] */
const files = (script, loader = tag) => ({ '/host.js': script, '/page.html': plainPage(SLOT, { tag: `<script src="/host.js"></script>${loader}` }) });

/** What is kept, once the list is there. @param {Visit} visit */
async function kept({ page }) {
  await cardsOf(page).nth(2).waitFor();
  return page.evaluate(() => localStorage.getItem('cobuy.v1'));
}

for (const [title, script, keeps, counts] of ANSWERS) {
  journey(title, { files: files(script) }, async (visit) => {
    const { page, open, record } = visit;
    await open('/page.html');
    const text = await kept(visit);
    assert.equal(text !== null, keeps);
    if (text) assert.equal(JSON.parse(text).views[0].key, TENT);
    await record.heard('cobuy-ready');
    assert.equal(await page.evaluate(() => Reflect.get(window, 'counted').includes('cobuy-ready')), counts);
  });
}

for (const [title, script] of /** @type {const} */ ([
  ['Shopify', SHOPIFY(true)],
  ['WordPress', WORDPRESS(true)],
  ['a consent manager', TCF(AGREED)],
])) {
  journey(`${title}: withdrawn and given again while the page is open`, { files: files(shop(TRACK, script)) }, async (visit) => {
    const { page, open } = visit;
    await open('/page.html');
    assert.notEqual(await kept(visit), null);
    await page.evaluate(() => Reflect.get(window, 'decide')(false));
    assert.equal(await kept(visit), null);
    await page.evaluate(() => Reflect.get(window, 'decide')(true));
    assert.notEqual(await kept(visit), null);
  });
}

journey('a browser that asks for privacy is not counted', { files: files(shop(`${TRACK}, consent: { get: () => ({ storage: true, analytics: true }) }`)) }, async (visit) => {
  const { page, open, record } = visit;
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true }));
  await open('/page.html');
  assert.notEqual(await kept(visit), null, 'what stays on the device is no sale');
  await record.heard('cobuy-ready');
  assert.deepEqual(await page.evaluate(() => Reflect.get(window, 'counted')), []);
});

journey(
  'no permission is needed, as the script tag says it',
  { files: files(shop(TRACK), tag.replace('data-snapshot', 'data-consent="not-required" data-snapshot')) },
  async (visit) => {
    await visit.open('/page.html');
    assert.notEqual(await kept(visit), null);
  },
);

journey('clear() forgets what is kept and what was before this page', { files: files(shop(`${TRACK}, consent: 'not-required'`)) }, async (visit) => {
  const { page, open } = visit;
  await page.addInitScript(() => {
    const at = Date.now();
    const views = [{ key: 'steel-skewer-pegs-set-of-10', dwell: 900, scroll: 40 }];
    if (!sessionStorage.getItem('once')) localStorage.setItem('cobuy.v1', JSON.stringify({ at, views, visits: { before: 3 }, dismissed: [{ offer: 'checkout', angle: 0, at_ms: at }] }));
    sessionStorage.setItem('once', '1');
  });
  await open('/page.html');
  assert.equal(JSON.parse((await kept(visit)) ?? '{}').views.length, 2);
  await page.evaluate(() => /** @type {any} */ (window).cobuy.clear());
  assert.equal(await page.evaluate(() => localStorage.getItem('cobuy.v1')), null);
  await open('/page.html');
  const { views, visits, dismissed } = JSON.parse((await kept(visit)) ?? '{}');
  assert.deepEqual([views.length, visits.before, dismissed], [1, 0, []]);
});

journey('clear() before anything heavy is there', { files: { '/plain.html': plainPage('<p>No list</p>', { tag }) } }, async ({ page, open }) => {
  await page.addInitScript(() => localStorage.setItem('cobuy.v1', '{}'));
  await open('/plain.html');
  await page.waitForFunction(() => 'clear' in (Reflect.get(window, 'cobuy') ?? {}));
  await page.evaluate(() => /** @type {any} */ (window).cobuy.clear());
  assert.equal(await page.evaluate(() => localStorage.getItem('cobuy.v1')), null);
});
