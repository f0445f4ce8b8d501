// What a host answers: what is right passes as it is, what is wrong is absent, and nothing throws.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as checked from './checked.js';

const throws = Object.defineProperty({}, 'product', { enumerable: true, get: () => assert.fail('read') });
/** What no host should answer. */
const ODD = [null, undefined, 0, 5, '', 'x', true, NaN, 1n, Symbol('x'), () => 1, [], [null], [[]], {}, { product: null }, throws, new Date(NaN), Object.create(null)];

test('one value of each kind', () => {
  /** @type {(kind: (value: unknown) => unknown, cases: [unknown, unknown][]) => void} */
  const check = (kind, cases) => cases.forEach(([value, expected]) => assert.equal(kind(value), expected, String(value)));
  check(checked.number, [[1.5, 1.5], ['2', 2], [0, 0], [-1, undefined], ['', undefined], ['x', undefined], [null, undefined], [true, undefined], [Infinity, undefined], [[3], undefined], [{}, undefined]]);
  check(checked.whole, [[1999, 1999], ['1999', 1999], [19.99, undefined], [2 ** 60, undefined], [null, undefined]]);
  check(checked.text, [['tent', 'tent'], [' tent\n', 'tent'], ['', ''], [17, '17'], [NaN, undefined], [null, undefined], [{}, undefined], [Symbol('x'), undefined]]);
  check(checked.flag, [[true, true], [false, false], [0, false], [1, true], ['true', undefined], [null, undefined], [2, undefined]]);
});

test('lines', () => {
  const line = { product: 'tent', quantity: 2, price_minor: 500, variant: 'v', title: 'Tent' };
  assert.deepEqual(checked.lines([line]), [line]);
  assert.deepEqual(checked.lines([{ product: 7, quantity: '1.5' }]), [{ product: '7', quantity: 1.5 }]);
  // How many nobody knows: it is there, and its worth is unknown.
  assert.deepEqual(checked.lines([{ product: 'tent', quantity: 0, price_minor: 500 }]), [{ product: 'tent', quantity: 1, price_minor: undefined }]);
  assert.deepEqual(checked.lines([...ODD, , line]), [line]);
});

test('what was bought before', () => {
  assert.deepEqual(checked.purchases(['tent', { product: 'lamp', bought_at: 5 }, { product: 'mat', bought_at: 'x' }, null, '']), [
    { product: 'tent', bought_at: undefined },
    { product: 'lamp', bought_at: 5 },
    { product: 'mat', bought_at: undefined },
  ]);
});

test('facts, one by one', () => {
  const facts = Object.defineProperty({ tier: 'gold', count: 3, open: false, list: [], none: null }, 'plan', { enumerable: true, get: () => assert.fail('read') });
  assert.deepEqual(checked.facts(facts), { tier: 'gold', count: 3, open: false });
});

test('only a yes is a consent', () => {
  assert.deepEqual(checked.consent({ storage: true, analytics: 'yes' }), { storage: true });
  assert.deepEqual(checked.consent({ storage: false }), { storage: false });
  assert.equal(checked.consent('x'), undefined);
});

test('whatever is answered, nothing throws and a list is a list', () => {
  for (const odd of [...ODD, ODD]) {
    for (const kind of [checked.lines, checked.purchases, checked.variants]) assert.ok(Array.isArray(kind(odd)));
    assert.equal(typeof checked.page(odd).type, 'string');
    assert.equal(typeof checked.facts(odd), 'object');
    checked.live(odd);
  }
});
