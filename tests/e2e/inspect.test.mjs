// The page of `cobuy inspect`, opened from a file as a merchandiser does: look, tick, copy.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch, openPage } from './common/browser.mjs';
import { placeOf, PROGRAM, SHOPS } from './common/sites.mjs';

const [SHOP] = SHOPS;

/** @type {import('playwright-core').Browser} */
let browser;
const folder = mkdtempSync(join(tmpdir(), 'cobuy-inspect-'));
const file = join(folder, 'inspect.html');

before(async () => {
  const [recs, work, site] = ['site/recs', 'work', 'site'].map((path) => placeOf(SHOP, path));
  execFileSync(PROGRAM, ['inspect', recs, '--work', work, '--site', site, '--out', file], { stdio: 'pipe' });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** @param {import('playwright-core').BrowserContextOptions} [options] */
async function opened(options) {
  const { page, record, context } = await openPage(browser, options);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) asked.push(request.url());
  });
  await page.goto(pathToFileURL(file).href);
  return { page, record, context, asked };
}

test('two ticked pairs become lines for cobuy.toml, and stay over a reload', async () => {
  const { page, record, context, asked } = await opened();
  const boxes = page.locator('#strongest .pair .block');
  const pairs = [];
  for (const at of [0, 1]) {
    const box = boxes.nth(at);
    await box.check();
    pairs.push([await box.getAttribute('data-a'), await box.getAttribute('data-b')]);
  }
  const lines = await page.locator('#blocks').inputValue();
  const written = [...lines.matchAll(/^\[\[block\]\]\npair = (\[.*?\]) # .+ and .+$/gm)].map(([, pair]) => JSON.parse(pair ?? ''));
  assert.deepEqual(written, pairs);
  assert.equal(await page.locator('#tally').innerText(), '2 to block');

  // The same pair stands in the table too.
  const [a, b] = pairs[0] ?? [];
  assert.ok(await page.locator(`details .block[data-a="${a}"][data-b="${b}"]`).first().isChecked());
  await page.reload();
  assert.equal(await page.locator('#blocks').inputValue(), lines);
  await page.locator('#clear').click();
  assert.equal(await page.locator('#blocks').inputValue(), '');
  assert.ok(await page.locator('#tally').isHidden());

  assert.deepEqual(asked, [pathToFileURL(file).href, pathToFileURL(file).href], 'nothing but the page itself');
  assert.deepEqual([record.pageErrors, record.consoleErrors, record.violations], [[], [], []]);
  await context.close();
});

test('a dot on the map says what it is suggested with, by mouse and by keys', async () => {
  const { page, context } = await opened();
  const dot = page.locator('#drawing circle').first();
  await dot.focus();
  await page.keyboard.press('Enter');
  const name = (await dot.getAttribute('aria-label'))?.split(', ').slice(0, -1).join(', ');
  assert.equal(await page.locator('#about h3').innerText(), name);
  await page.locator('#about .block').first().check();
  assert.match(await page.locator('#blocks').inputValue(), /^\[\[block\]\]\npair = /);
  await dot.press('Escape');
  assert.equal(await page.locator('#about h3').count(), 0);
  await context.close();
});

test('finding a product leaves only its pairs', async () => {
  const { page, context } = await opened();
  const name = await page.locator('#strongest .pair .name').first().innerText();
  await page.locator('#find').fill(name.toUpperCase());
  const shown = await page.locator('#strongest .pair:visible .sides').allInnerTexts();
  assert.ok(shown.length > 0);
  for (const text of shown) assert.ok(text.replace(/\s+/g, ' ').includes(name), `${text} has no ${name}`);
  await context.close();
});

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`on a phone nothing sticks out, and words can be read: ${colorScheme}`, async () => {
    const { page, context } = await opened({ viewport: { width: 390, height: 844 }, colorScheme });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    const poor = await page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
      /** @param {string} colour */
      const luminance = (colour) => {
        if (!canvas) throw new Error('no canvas');
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
          const share = byte / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      /** @param {Element | null} element @returns {string} */
      const behind = (element) => {
        if (!element) return 'Canvas';
        const colour = getComputedStyle(element).backgroundColor;
        return colour.endsWith(', 0)') ? behind(element.parentElement) : colour;
      };
      const texts = document.querySelectorAll('h1, h1 span, h2, p, dt, dd, small, summary, nav a, .whose, .pic.none, td, th, button, .kicker');
      return [...texts].flatMap((element) => {
        const [light = 0, dark = 0] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => b - a);
        const contrast = (light + 0.05) / (dark + 0.05);
        return contrast < 4.5 ? [`${element.localName}.${element.className} ${contrast.toFixed(1)}: ${element.textContent?.slice(0, 30)}`] : [];
      });
    });
    assert.deepEqual(poor, []);
    await context.close();
  });
}
