// Shops take elements out, put them back and draw whole regions anew. What is known survives it, nothing piles up.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { buttonOf, reaches, seenKeys } from './common/shelf.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';
const isData = (/** @type {string} */ path) => path.startsWith('/recs/') || path.endsWith('.wasm');

/** @param {import('playwright-core').Page} page */
async function listeners(page) {
  const client = await page.context().newCDPSession(page);
  const { result } = await client.send('Runtime.evaluate', { expression: 'document' });
  let count = 0;
  for (const expression of ['document', 'window', "document.querySelector('cobuy-shelf').shadowRoot"]) {
    const { result: object } = await client.send('Runtime.evaluate', { expression });
    const answer = await client.send('DOMDebugger.getEventListeners', { objectId: object.objectId ?? '' });
    count += answer.listeners.length;
  }
  assert.ok(result.objectId);
  await client.detach();
  return count;
}

/** @type {[string, () => void][]} */
const WAYS = [
  ['taken out and put back', () => {
    const slot = document.querySelector('cobuy-shelf');
    const { parentNode, nextSibling } = /** @type {Element} */ (slot);
    slot?.remove();
    return new Promise((resolve) => setTimeout(() => resolve(parentNode?.insertBefore(/** @type {Element} */ (slot), nextSibling)), 0));
  }],
  ['its region is drawn anew', () => {
    const region = /** @type {HTMLElement} */ (document.querySelector('main'));
    const copy = region.cloneNode(true);
    region.replaceWith(copy);
  }],
];

for (const [title, act] of WAYS) {
  journey(title, {}, async ({ page, open, server, record, shopMoves }) => {
    await open(`/products/${TENT}.html`);
    const keys = await seenKeys(page);
    await record.heard('cobuy-ready');
    const data = server.requests.filter(isData).length;
    await shopMoves(async () => {
      await page.evaluate(act);
      await record.heard('cobuy-ready', 2);
    });
    assert.deepEqual(await seenKeys(page), keys);
    assert.equal(server.requests.filter(isData).length, data);
  });
}

journey('100 re-insertions', {}, async ({ page, open, server, record, shopMoves }) => {
  await open(`/products/${TENT}.html`);
  const keys = await seenKeys(page);
  const [data, heard] = [server.requests.filter(isData).length, await listeners(page)];
  await shopMoves(async () => {
    for (let round = 2; round <= 101; round++) {
      await page.evaluate(async () => {
        const slot = /** @type {Element} */ (document.querySelector('cobuy-shelf'));
        const { parentNode, nextSibling } = slot;
        slot.remove();
        await new Promise((resolve) => setTimeout(resolve, 0));
        parentNode?.insertBefore(slot, nextSibling);
      });
      await record.heard('cobuy-ready', round);
    }
  });
  assert.deepEqual(await seenKeys(page), keys);
  assert.equal(server.requests.filter(isData).length, data);
  assert.equal(await listeners(page), heard);
  assert.equal(await page.locator('cobuy-shelf').evaluate((slot) => slot.shadowRoot?.querySelectorAll('section').length), 1);
});

journey('a move in the page keeps what was pressed', {}, async ({ page, open, record, shopMoves }) => {
  await open(`/products/${TENT}.html`);
  const [key] = await seenKeys(page);
  await buttonOf(page, key).click();
  await reaches(page, key, 'added');
  await shopMoves(async () => {
    await page.evaluate(() => {
      const slot = /** @type {Element} */ (document.querySelector('cobuy-shelf'));
      document.querySelector('main')?.prepend(slot);
    });
    await page.locator('main > cobuy-shelf:first-child').waitFor();
  });
  await reaches(page, key, 'added');
  assert.equal(record.events.filter(({ name }) => name === 'cobuy-ready').length, 1);
});

journey('one cobuy-view for one list', { context: { viewport: { width: 1280, height: 900 } } }, async ({ page, open, record }) => {
  await open(`/products/${TENT}.html`);
  await seenKeys(page);
  for (const y of [600, 0, 600, 0, 600]) {
    await page.evaluate((top) => new Promise((resolve) => {
      scrollTo(0, top);
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    }), y);
  }
  await record.heard('cobuy-view');
  assert.equal(record.events.filter(({ name }) => name === 'cobuy-view').length, 1);
});

journey('another relation asks for the files that it needs', { units: 'all' }, async ({ page, open, record, shopMoves }) => {
  await open('/c/coffee.html');
  const slot = page.locator('cobuy-shelf[relation=viewed]');
  await shopMoves(() => slot.scrollIntoViewIfNeeded());
  assert.equal(/** @type {any} */ ((await record.heard('cobuy-empty')).detail).code, 'no-signal', 'nothing was looked at');
  await shopMoves(() => slot.evaluate((element) => element.setAttribute('relation', 'popular')));
  // Those of the category are in a file that the page did not need before.
  await page.locator('cobuy-shelf[relation=popular]').getByRole('heading', { name: 'Popular in Coffee & tea' }).waitFor();
});
