// What a shop's own code does with the package. Every `@ts-expect-error` is a mistake that the types must refuse.

import { recommend, start } from 'cobuy';
import type { Answer, CobuyHost, Item, Placement, ReasonCode, Relation, Request, ShelfAttributes } from 'cobuy';
import type { LiveFacts } from 'cobuy/host';

const host: CobuyHost = {
  page: () => ({ type: 'product', product: 'tent' }),
  cart: { get: async () => [{ product: 'stove', quantity: 1 }], subscribe: () => () => {} },
  add: async (lines) => (lines.length > 3 ? { error: 'Too many' } : undefined),
  live: (keys) => Object.fromEntries(keys.map((key): [string, LiveFacts] => [key, { price_minor: 1999 }])),
  // @ts-expect-error: consent is asked for, not stated
  consent: { storage: true },
};

const cobuy = start({ snapshot: '/recs/', k: 2, full: true, wasm: new URL('https://cdn.example/cobuy.wasm') });
// @ts-expect-error: yes or no
start({ snapshot: '/recs/', full: 'rules' });
cobuy.push(['host', host], ['texts', { add: 'Buy' }]);
// @ts-expect-error: there is no such command
cobuy.push(['theme', {}]);
// @ts-expect-error: the snapshot's address is needed
start({ k: 2 });

export async function titles(): Promise<string[]> {
  const answer: Answer = await recommend({ product: 'tent', cart: ['stove'], limit: 3 });
  if (answer.silence === 'below-confidence') return [];
  // @ts-expect-error: no such code
  if (answer.silence === 'no-luck') return [];
  return answer.items.map((item: Item) => `${item.title}: ${item.reason.text}`);
}

// What a list is asked for is more than what its items are.
const request: Request = { placement: 'checkout', relation: 'substitutes' };
// @ts-expect-error: a list of substitutes holds similar products
const relation: Relation = request.relation;
const chosen = (item: Item): boolean => item.relation === 'chosen' || item.relation === 'viewed';
// @ts-expect-error: no such code
const why: ReasonCode = 'because';
console.log(relation, why, chosen);

const shelf = document.createElement('cobuy-shelf');
const attributes: ShelfAttributes = { placement: 'pdp', limit: '4', 'min-items': 2, reason: 'hide' };
for (const [name, value] of Object.entries(attributes)) shelf.setAttribute(name, String(value));
// @ts-expect-error: no such placement
const placement: Placement = 'basement';
// @ts-expect-error: no such word
const reason: ShelfAttributes = { reason: 'maybe' };

shelf.addEventListener('cobuy-add', (event) => {
  event.preventDefault();
  const lines: [string | undefined, number] = [event.detail.items[0]?.key, event.detail.quantity];
  console.log(lines, placement, reason);
});
document.addEventListener('cobuy-error', ({ detail }) => console.log(detail.code, detail.message));
document.addEventListener('cobuy-ready', ({ detail }) => console.log(detail.rules.join(), detail.bundle, detail.items[0]?.attributes));
document.addEventListener('cobuy-empty', ({ detail }) => {
  // @ts-expect-error: only cobuy-error has a message
  console.log(detail.code, detail.message);
});
