// Several lists on one page share what there is to show.

import assert from 'node:assert/strict';
import { journey, plainPage } from './common/journey.mjs';
import { cardsOf, seenKeys } from './common/shelf.mjs';
import { explain, loaderTag, shardOf } from './common/sites.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';
const HOST = `(window.cobuy ||= []).push(['host', { currency: 'EUR', country: 'IE', taxDisplay: 'included',
  live: async (keys) => Object.fromEntries(keys.map((key) => [key, { price_minor: 100 }])) }]);`;

/** @param {string} first attributes of the first slot @param {string} second */
const twoShelves = (first, second) =>
  plainPage(
    `<cobuy-shelf id="first" product="${TENT}" ${first}></cobuy-shelf><cobuy-shelf id="second" product="${TENT}" ${second}></cobuy-shelf>`,
    { tag: `<script src="/host.js"></script>${loaderTag('shop')}` },
  );

for (const [title, first, second, chooser] of /** @type {const} */ ([
  ['the first in the page chooses first', '', '', '#first'],
  ['a higher priority chooses first', '', 'priority="5"', '#second'],
])) {
  const files = { '/two.html': twoShelves(first, second), '/host.js': HOST };
  journey(`two shelves: ${title}`, { files, context: { viewport: { width: 1280, height: 1200 } } }, async ({ page, open }) => {
    await open('/two.html');
    const lists = { '#first': await seenKeys(page, '#first'), '#second': await seenKeys(page, '#second') };
    const both = [...lists['#first'], ...lists['#second']];
    assert.equal(new Set(both).size, both.length, `a product stands twice: ${both.join(', ')}`);
    assert.deepEqual(lists[chooser], explain('shop', { product: TENT }).keys);
  });
}

const OTHER = 'aa-batteries-8-pack';
journey(
  'two shelves: one whose shard is missing does not hold up the other',
  {
    files: { '/two.html': twoShelves('', '').replace(TENT, OTHER), '/host.js': HOST },
    faults: { [`/recs/v1/s/${shardOf('shop', OTHER)}.bin`]: { status: 404 } },
    error: 'no-shard',
    console: /^Failed to load resource: .* 404/,
    context: { viewport: { width: 1280, height: 1200 } },
  },
  async ({ page, open, record }) => {
    await open('/two.html');
    await record.heard('cobuy-error');
    assert.deepEqual(await seenKeys(page, '#second'), explain('shop', { product: TENT }).keys);
    assert.equal(await cardsOf(page, '#first').count(), 0);
  },
);
