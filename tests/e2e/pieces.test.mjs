// A page that arrives in pieces, as on a slow line or from a busy server: it may be painted between any two of them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone, journey } from './common/journey.mjs';
import { seenCards } from './common/shelf.mjs';
import { placeOf } from './common/sites.mjs';

/** How many pieces a page is cut into. */
const PIECES = 12;

/** Cuts in front of tags, so that each piece ends with something to paint. @param {string} page */
function cut(page) {
  const tags = [...page.matchAll(/<(?!!|script|link|meta)[a-z]/g)].map(({ index }) => index).filter((index) => index > page.indexOf('<body'));
  const cuts = Array.from({ length: PIECES - 1 }, (_, at) => tags[Math.floor(((at + 1) * tags.length) / PIECES)]);
  return [0, ...cuts].map((from, at) => page.slice(from, cuts[at]));
}

const PRODUCT = '/products/tarnwood-brae-2-dome-tent.html';

for (const path of ['/', '/about.html', '/c/tents.html', PRODUCT, '/cart.html', '/thank-you.html']) {
  for (const width of [375, 1280]) {
    journey(`${path} in pieces, ${width} px`, { context: { viewport: { width, height: 800 } } }, async ({ page, server }) => {
      const pieces = cut(alone(readFileSync(join(placeOf('shop', 'site'), path.replace(/\/$/, '/index.html')), 'utf8')));
      assert.equal(pieces.length, PIECES);
      const begun = page.waitForURL(`**${path}`, { waitUntil: 'commit' });
      async function* sent() {
        for (const piece of pieces) {
          yield piece;
          await begun;
          // What has come so far is painted before more comes.
          await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
        }
      }
      server.overrides.set(path, { body: sent(), type: 'text/html; charset=utf-8' });
      await page.goto(server.origin + path);
      if (path === PRODUCT) await seenCards(page);
    });
  }
}
