// For those who hear the page, use its keys, or need it large.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { buttonOf, cardOf, changesOnlyCard, reaches, seenCards } from './common/shelf.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';

journey('names, list and heading', {}, async ({ page, open }) => {
  await open(`/products/${TENT}.html`);
  const cards = await seenCards(page);
  const region = page.getByRole('region', { name: 'Often bought together' });
  await region.waitFor();
  assert.equal(await region.getByRole('list').count(), 1);
  assert.equal(await region.getByRole('listitem').count(), cards.length);
  await region.getByRole('heading', { name: 'Often bought together', level: 2 }).waitFor();
  for (const { title, button } of cards) {
    await region.getByRole('button', { name: `${button}: ${title}`, exact: true }).waitFor();
    await region.getByRole('link', { name: title, exact: true }).waitFor();
  }
  assert.equal(await region.getByRole('img').count(), 0, 'pictures say nothing that the title does not');
});

journey('keys alone: tab to a button, add, go on from there', {}, async (visit) => {
  const { page, open } = visit;
  await open(`/products/${TENT}.html`);
  const card = (await seenCards(page)).find(({ button }) => button === 'Add to cart');
  assert.ok(card);
  await cardOf(page, card.key).getByRole('link').focus();
  await page.keyboard.press('Tab');
  const focused = () =>
    page.evaluate(() => {
      const inside = document.activeElement?.shadowRoot?.activeElement;
      return [inside?.closest('[data-key]')?.getAttribute('data-key'), inside?.getAttribute('part')];
    });
  assert.deepEqual(await focused(), [card.key, 'action']);
  const press = (/** @type {string} */ state) => async () => {
    await page.keyboard.press('Enter');
    await reaches(page, card.key, state);
  };
  await changesOnlyCard(visit, card.key, press('added'));
  assert.deepEqual(await focused(), [card.key, 'action'], 'focus stays where it was');
  assert.match((await buttonOf(page, card.key).getAttribute('aria-label')) ?? '', new RegExp(`: ${card.title}$`));
  await page.keyboard.press('Tab');
  assert.deepEqual(await focused(), [card.key, 'undo']);
  await changesOnlyCard(visit, card.key, press('idle'));
  assert.equal((await focused())[0], card.key, 'focus is not lost with the button');
});

for (const [title, context] of /** @type {const} */ ([
  ['320 px wide', { viewport: { width: 320, height: 700 } }],
  ['a page at 400 %', { viewport: { width: 320, height: 200 }, deviceScaleFactor: 4 }],
])) {
  journey(`${title}: the page does not scroll sideways`, { context }, async ({ page, open }) => {
    await open(`/products/${TENT}.html`);
    await page.locator('cobuy-shelf').scrollIntoViewIfNeeded();
    await seenCards(page);
    const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(inner <= outer, `${inner} of ${outer} px`);
  });
}

journey('text at 200 %: nothing of a card is cut off sideways', { context: { viewport: { width: 390, height: 844 } } }, async ({ page, open, server }) => {
  const css = await (await fetch(`${server.origin}/assets/shop.css`)).text();
  server.overrides.set('/assets/shop.css', { body: `${css} :root { font-size: 200% }`, type: 'text/css' });
  await open(`/products/${TENT}.html`);
  const cards = page.locator('cobuy-shelf [part=card]');
  // Only a slot that is not on screen yet may grow beyond its room.
  await page.evaluate(() => scrollTo(0, (document.querySelector('cobuy-shelf')?.getBoundingClientRect().top ?? 0) - innerHeight - 200));
  await cards.nth(2).waitFor();
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(inner <= outer, `${inner} of ${outer} px`);
  for (const button of await page.locator('cobuy-shelf [part=action]').all()) {
    const [content, room] = await button.evaluate((element) => [element.scrollWidth, element.clientWidth]);
    assert.ok(content <= room, `${content} of ${room} px`);
  }
});
