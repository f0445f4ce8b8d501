// Texts for Rust: whatever is in a value, there are as many fields, lines and parts as there were values.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from './wire.js';

test('fields, of lines, of parts', () => {
  const check = (/** @type {unknown} */ value, /** @type {string} */ text) => assert.equal(encode(value), text);
  check(['a', ['b', 'c'], [['d', 1], ['e', 0]]], 'a\fb\nc\fd\t1\ne\t0');
  check(['', undefined, null, [], 0, false], '\f\f\f\f0\ffalse');
  check(['tent\n', ' tent ', 'te\tnt', 'a\u001b[31mb', 'x\f\f1', '\u0085\u007f'], 'tent\ftent\fte nt\fa [31mb\fx 1\f');
  check(['Käse ½ 🙂'], 'Käse ½ 🙂');
});

test('no value forges a separator', () => {
  const bad = Array.from({ length: 256 }, (_, code) => `a${String.fromCharCode(code)}b`);
  const text = encode([bad, bad.map((one) => [one, one])]);
  const fields = text.split('\f');
  assert.equal(fields.length, 2);
  assert.equal(fields[0].split('\n').length, 256);
  assert.ok(fields[1].split('\n').every((line) => line.split('\t').length === 2));
});
