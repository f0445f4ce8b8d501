// The npm package, as `npm pack` makes it: imported by a plain page, and by a server that has no browser.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { journey, plainPage } from './common/journey.mjs';
import { loaderTag, placeOf, ROOT } from './common/sites.mjs';

const TENT = 'tarnwood-brae-2-dome-tent';
const folder = mkdtempSync(join(tmpdir(), 'cobuy-package-'));
after(() => rmSync(folder, { recursive: true }));

const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: join(ROOT, 'pkg'), encoding: 'utf8' }));
execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
for (const name of ['recs', 'assets', 'pictures']) cpSync(placeOf('shop', `site/${name}`), join(folder, name), { recursive: true });

/** @param {string} body of a module */
const moduleOf = (body) => `import { recommend, start } from '/package/dist/index.js';
window.page = { recommend, start };
${body}`;
const k = /data-k="(\d)"/.exec(loaderTag('shop'))?.[1];
const started = moduleOf(`start({ snapshot: '/recs/', k: ${k} });`);
const page = plainPage(`<cobuy-shelf product="${TENT}"></cobuy-shelf>`, {
  head: '<link rel="stylesheet" href="/package/dist/themes/cobuy.css"><script type="module" src="/start.js"></script>',
});

test('the package holds what its map of exports names', () => {
  const files = new Set(packed.files.map((/** @type {{ path: string }} */ file) => file.path));
  for (const path of ['index.d.ts', 'host.d.ts', 'README.md', 'custom-elements.json', 'dist/index.js', 'dist/cobuy.js', 'dist/cobuy.wasm']) {
    assert.ok(files.has(path), path);
  }
});

test('importing it touches nothing of a browser', () => {
  const script = "const { start, recommend } = await import('./dist/index.js'); console.log(typeof start, (await recommend()).silence)";
  const text = execFileSync('node', ['--input-type=module', '-e', script], { cwd: join(folder, 'package'), encoding: 'utf8' });
  assert.equal(text.trim(), 'function not-started');
});

journey('a plain page imports it', { root: folder, files: { '/index.html': page, '/start.js': started } }, async ({ page, open }) => {
  await open('/index.html');
  await page.locator('cobuy-shelf [part=card]').nth(2).waitFor();
  const answer = await page.evaluate((product) => Reflect.get(window, 'page').recommend({ product, limit: 4 }), TENT);
  assert.equal(answer.items.length, 4);
  assert.deepEqual([answer.placement, answer.arm, answer.silence], ['pdp', 'default', undefined]);
  assert.match(answer.generation, /^[0-9a-f]{32}$/);
  for (const item of answer.items) {
    for (const name of ['key', 'title', 'url', 'image', 'currency', 'relation', 'track']) assert.equal(typeof item[name], 'string', name);
    assert.ok(item.price_minor === undefined || Number.isInteger(item.price_minor));
    assert.deepEqual(Object.keys(item.reason).sort(), ['code', 'text']);
    assert.ok(item.url.startsWith('/products/') && item.title.length > 2);
  }
});

journey(
  'recommend() never rejects',
  {
    root: folder,
    files: { '/index.html': plainPage('', { head: '<script type="module" src="/start.js"></script>' }), '/start.js': started },
    faults: { '/recs/v1/base.bin': { status: 404 } },
    console: /^Failed to load resource: .* 404/,
  },
  async ({ page, open }) => {
    await open('/index.html');
    await page.waitForFunction(() => 'page' in window);
    const answer = await page.evaluate((product) => Reflect.get(window, 'page').recommend({ product }), TENT);
    assert.deepEqual([answer.items, answer.silence], [[], 'no-base']);
  },
);
