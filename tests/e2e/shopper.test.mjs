// A whole visit, by clicking: from the home page to the thank-you page.

import assert from 'node:assert/strict';
import { journey } from './common/journey.mjs';
import { buttonOf, reaches, seenCards } from './common/shelf.mjs';
import { SHOPS } from './common/sites.mjs';

for (const shop of SHOPS) {
  journey(`${shop}: home, category, product, card, cart, checkout, thank-you`, { shop }, async ({ page, open, shopMoves }) => {
    await open('/');
    await page.getByRole('navigation', { name: 'Shelves' }).getByRole('link', { name: 'Tents' }).click();
    await page.getByRole('heading', { name: 'Tents', level: 1 }).waitFor();
    await page.getByRole('main').getByRole('link', { name: /dome tent/ }).first().click();
    await page.getByRole('button', { name: 'Add to cart', exact: true }).first().waitFor();
    const cards = await seenCards(page);
    const card = cards.find(({ button }) => button === 'Add to cart');
    assert.ok(card);
    await buttonOf(page, card.key).click();
    await reaches(page, card.key, 'added');
    await shopMoves(async () => {
      await buttonOf(page, card.key).click();
      await page.waitForURL('**/cart.html');
      await page.locator('[data-cart]').getByText(card.title, { exact: true }).waitFor();
    });
    const more = await seenCards(page);
    assert.ok(!more.some(({ key }) => key === card.key));
    await page.getByRole('link', { name: 'To checkout' }).click();
    await page.waitForURL('**/checkout.html');
    await page.locator('body[data-ready]').waitFor();
    for (const field of await page.locator('[data-checkout] input[required]:visible').all()) {
      const kind = await field.getAttribute('type');
      if (kind === 'checkbox' || kind === 'radio') await field.check();
      else await field.fill(kind === 'email' ? 'shopper@example.com' : 'Something 1');
    }
    await shopMoves(() => page.getByRole('button', { name: 'On to payment' }).click());
    await page.getByRole('button', { name: 'Place the order' }).click();
    await page.waitForURL('**/thank-you.html');
    await page.getByText(/^Your order over €\d/).waitFor();
    assert.equal(await page.locator('[data-cart-count]').innerText(), '0');
  });
}
