// What a page records of a session, the command plays again to the same lists.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { buttonOf, cardsOf, reaches, seenCards } from './common/shelf.mjs';
import { placeOf, replay, SHOPS } from './common/sites.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';

/** @typedef {import('../../pkg/index.d.ts').RecordedSession} RecordedSession */
/** @typedef {{ placement: string, product: string, shown: { keys: string[], relation?: string, silence?: string }, against?: object, page?: string[] }} Line */
/** @typedef {{ same_build: boolean, steps: { at: number, what: string, lists: Line[] }[] }} Replayed */

/** @param {import('playwright-core').Page} page @returns {Promise<RecordedSession>} */
const recorded = (page) => page.evaluate(() => /** @type {any} */ (window).cobuy.session());

/** @param {RecordedSession} session */
const listsOf = (session) => session.steps.flatMap((step) => ('list' in step ? [step.list] : []));

/** Every list of the page comes out the same, key by key. @param {string} shop @param {RecordedSession} session */
function replaysAlike(shop, session) {
  /** @type {Replayed} */
  const replayed = JSON.parse(replay(shop, session, ['--json']));
  assert.equal(replayed.same_build, true);
  const lines = replayed.steps.flatMap(({ lists }) => lists).filter(({ page }) => page);
  const shown = lines.map(({ shown }) => [shown.keys, shown.relation, shown.silence ?? '']);
  const lists = listsOf(session);
  assert.deepEqual(shown, lists.map(({ keys, relation, silence }) => [keys, relation, silence]));
  return lists;
}

for (const shop of SHOPS) {
  journey(`${shop}: a visit over pages is exported and replayed to the same lists`, { shop }, async ({ page, open }) => {
    await open(`/products/${TENT}.html`);
    await page.getByRole('button', { name: 'Yes, remember' }).click();
    const cards = await seenCards(page);
    const card = cards.find(({ button }) => button === 'Add to cart');
    assert.ok(card);
    await buttonOf(page, card.key).click();
    await reaches(page, card.key, 'added');
    const first = await recorded(page);
    assert.equal(first.cobuy_session, 1);
    const [shownFirst] = replaysAlike(shop, first);
    assert.deepEqual(shownFirst?.keys, cards.map(({ key }) => key));
    const carts = first.steps.flatMap((step) => ('cart' in step ? [step.cart] : []));
    assert.deepEqual(carts.at(-1), [card.key]);

    // The next page knows the view and the cart of the one before.
    await open(`/products/${card.key}.html`);
    const next = await seenCards(page);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await open('/cart.html');
    await seenCards(page);
    const session = await recorded(page);
    assert.deepEqual(session.views.map(({ key }) => key), [card.key, TENT]);
    assert.deepEqual(session.visits, { before: 0 });
    const lists = replaysAlike(shop, session);
    assert.ok(lists.some(({ placement, keys }) => placement === 'cart' && keys.length > 0));
    assert.ok(next.length > 0);
    assert.match(replay(shop, session), /The page showed the same: \d+ lists? compared/);
  });
}

journey('without consent a record is this page alone, and counts no visits', {}, async ({ page, open }) => {
  await open(`/products/${TENT}.html`);
  await seenCards(page);
  await open('/cart.html');
  await open(`/products/${TENT}.html`);
  await cardsOf(page).first().waitFor();
  const session = await recorded(page);
  assert.deepEqual([session.views, 'visits' in session], [[], false]);
  replaysAlike('shop', session);
  // The same build in other files: the same lists, side by side.
  assert.match(replay('shop', session, ['--against', placeOf('shop-k2', 'site/recs')]), /the same there/);
});
