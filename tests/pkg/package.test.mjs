/**
 * The npm package as `npm pack` makes it: what is in it, and a small TypeScript consumer that installs it. Run by
 * `cargo xtask test` after the widget is built.
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installed } from './packed.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const { project, unpacked } = installed('types');

/** Addresses that package.json promises, without patterns. @param {unknown} exported @returns {string[]} */
function promised(exported) {
  if (typeof exported === 'string') return exported.includes('*') ? [] : [exported];
  return Object.values(/** @type {object} */ (exported)).flatMap(promised);
}

test('everything that it names is in it, with the licences', () => {
  const { exports, types, customElements, unpkg, jsdelivr } = JSON.parse(
    readFileSync(join(unpacked, 'package.json'), 'utf8'),
  );
  const files = [
    ...promised(exports),
    ...[types, customElements, unpkg, jsdelivr, 'options.d.ts'],
    ...['README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'THIRD-PARTY.txt'],
    // Shops upload the folder as it is.
    ...['dist/LICENSE-MIT.txt', 'dist/LICENSE-APACHE.txt', 'dist/THIRD-PARTY.txt'],
    ...['dist/hosts/generic.js', 'dist/themes/cobuy.css', 'dist/texts/de.js', 'dist/texts/fr.js'],
  ];
  assert.deepEqual(files.filter((file) => !existsSync(join(unpacked, file))), []);
});

test('what of others is in it stands there in their own words', () => {
  const text = readFileSync(join(unpacked, 'THIRD-PARTY.txt'), 'utf8');
  assert.equal(readFileSync(join(unpacked, 'dist/THIRD-PARTY.txt'), 'utf8'), text);
  for (const name of ['leptos', 'wasm-bindgen', 'wasm-bindgen-cli-support', 'talc', 'std', 'hashbrown']) {
    assert.match(text, new RegExp(`^- ${name} \\d+\\.\\d+\\.\\d+: `, 'm'));
  }
  for (const words of ['Greg Johnston', 'The Rust Project Developers', 'Permission is hereby granted']) assert.ok(text.includes(words), words);
});

test('a consumer type-checks, and so does what it should not do', () => {
  cpSync(join(here, 'consumer'), project, { recursive: true });
  const tsc = join(here, '../node_modules/.bin/tsc');
  execFileSync(tsc, ['-p', project], { stdio: 'inherit' });
});

test('a server can import it: nothing of the browser is touched, and the answer is a silence', async () => {
  const { recommend, start } = await import(pathToFileURL(join(unpacked, 'dist/index.js')).href);
  assert.equal(typeof start, 'function');
  assert.deepEqual(await recommend({ placement: 'cart' }), {
    items: [],
    placement: 'cart',
    arm: 'default',
    generation: '',
    silence: 'not-started',
  });
  assert.equal((await recommend(null)).silence, 'not-started', 'it never rejects');
});
