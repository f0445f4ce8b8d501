/**
 * The browser of the journeys, and what a page did in it. Every journey opens its pages here, so that no fault of a page
 * goes unseen: `openPage` returns a `record` of errors, policy violations, layout shifts and cobuy's events, complete
 * from the first document of the context on, over all its pages.
 */

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** Every event that an element sends. */
export const EVENT_NAMES = /** @type {const} */ ([
  'cobuy-ready',
  'cobuy-view',
  'cobuy-click',
  'cobuy-add',
  'cobuy-added',
  'cobuy-missing',
  'cobuy-dismiss',
  'cobuy-empty',
  'cobuy-error',
]);

/**
 * @typedef {object} SentEvent
 * @property {string} name One of `EVENT_NAMES`.
 * @property {unknown} detail A copy, as JSON carries it.
 * @property {string} element Tag name of the sender, lower case.
 * @property {string} placement Its `placement` attribute, or empty.
 * @property {string} page Path of the page it was sent on.
 */

/**
 * @typedef {object} Shift
 * @property {number} value Layout shift score of one frame.
 * @property {boolean} recent Whether the shopper had just touched something, which a score for the web leaves out.
 * @property {{ x: number, y: number, width: number, height: number }[]} areas Where what moved is now.
 * @property {string[]} sources What moved, as tag names with id and class.
 * @property {string} page Path of the page it happened on.
 */

/**
 * @typedef {object} Violation
 * @property {string} directive Of the content security policy.
 * @property {string} blocked What was refused.
 */

/**
 * @typedef {object} PageRecord
 * @property {string[]} pageErrors Uncaught exceptions and rejections.
 * @property {string[]} consoleErrors Lines at level `error`, e.g. of files that did not arrive.
 * @property {Violation[]} violations
 * @property {Shift[]} shifts
 * @property {SentEvent[]} events In order. An event is here only if it reached `window`: it bubbled and was composed.
 * @property {(name: SentEvent['name'], count?: number) => Promise<SentEvent>} heard Resolves to the first event of a
 *   name, or to the one of that count, as soon as it was sent; it may have been sent before.
 */

/** Quiet and reproducible: no calls home, no updates, no QUIC. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long an event may take before the journey fails. */
const PATIENCE_MS = 30_000;

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Starts the Chromium that COBUY_CHROMIUM names, else the first on PATH. One for a whole test file; every test opens
 * its own context in it.
 */
export async function launch() {
  return chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
}

function findChromium() {
  if (process.env.COBUY_CHROMIUM) return process.env.COBUY_CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (!found) throw new Error('no Chromium found: run `cargo xtask setup`, or name one in COBUY_CHROMIUM');
  return found;
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens an empty page in a context of its own: own storage, own cache.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options] E.g. `viewport`, `reducedMotion`, `locale`.
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const record = await watch(context);
  const page = await context.newPage();
  return { context, page, record, settle: () => settle(page) };
}

/**
 * Records everything that happens in a context, on all its pages.
 *
 * @param {import('playwright-core').BrowserContext} context
 * @returns {Promise<PageRecord>}
 */
export async function watch(context) {
  /** @type {PageRecord} */
  const record = { pageErrors: [], consoleErrors: [], violations: [], shifts: [], events: [], heard };
  /** @type {Set<() => void>} */
  const waiting = new Set();
  /** @type {PageRecord['heard']} */
  function heard(name, count = 1) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`no ${name} within ${PATIENCE_MS} ms; heard: ${record.events.map((sent) => sent.name).join(', ')}`));
      }, PATIENCE_MS);
      const look = () => {
        const event = record.events.filter((sent) => sent.name === name)[count - 1];
        if (!event) return;
        clearTimeout(late);
        waiting.delete(look);
        resolve(event);
      };
      waiting.add(look);
      look();
    });
  }
  context.on('weberror', (error) => record.pageErrors.push(String(error.error())));
  context.on('console', (line) => {
    if (line.type() === 'error') record.consoleErrors.push(`${line.text()} (${line.location().url})`);
  });
  await context.exposeBinding('cobuyJourney', (_source, /** @type {'violations' | 'shifts' | 'events'} */ list, /** @type {any} */ entry) => {
    record[list].push(entry);
    for (const look of [...waiting]) look();
  });
  await context.addInitScript(watchInPage, EVENT_NAMES);
  return record;
}

/**
 * Runs in every document before its own scripts.
 *
 * @param {readonly string[]} names
 */
function watchInPage(names) {
  const page = () => location.pathname;
  /** @type {(list: string, entry: object) => void} */
  const tell = (list, entry) => void Reflect.get(window, 'cobuyJourney')(list, entry);
  /** @type {(node: Node | null | undefined) => string} */
  const named = (node) =>
    node instanceof Element
      ? node.localName + (node.id && `#${node.id}`) + [...node.classList].map((name) => `.${name}`).join('')
      : (node?.nodeName ?? 'removed');

  for (const name of names) {
    window.addEventListener(name, (event) => {
      const from = event.target instanceof Element ? event.target : null;
      const detail = event instanceof CustomEvent ? JSON.parse(JSON.stringify(event.detail ?? null)) : null;
      const placement = from?.getAttribute('placement') ?? '';
      tell('events', { name, detail, element: from?.localName ?? '', placement, page: page() });
    });
  }
  document.addEventListener('securitypolicyviolation', (event) => {
    tell('violations', { directive: event.effectiveDirective, blocked: event.blockedURI });
  });

  /** @type {(entries: PerformanceEntryList) => void} */
  const shifted = (entries) => {
    for (const entry of /** @type {any[]} */ (entries)) {
      // New words in a button of the same size count as a shift of a hundredth of a pixel; nothing moved.
      const rect = (/** @type {DOMRect} */ { x, y, width, height }) => [x, y, width, height].join();
      if (entry.sources.every((/** @type {any} */ { previousRect, currentRect }) => rect(previousRect) === rect(currentRect))) continue;
      const sources = entry.sources.map((/** @type {any} */ source) => named(source.node));
      const areas = entry.sources.map((/** @type {any} */ source) => source.currentRect.toJSON());
      tell('shifts', { value: entry.value, recent: entry.hadRecentInput, sources, areas, page: page() });
    }
  };
  const observer = new PerformanceObserver((list) => shifted(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  Object.defineProperty(window, 'cobuyJourneyFlush', { value: () => shifted(observer.takeRecords()) });
}

/**
 * Waits until what the page has already done is in the record: two frames, so that a shift of the last change has been
 * measured, then what the observer still holds. Call it before looking at `record.shifts`.
 *
 * @param {import('playwright-core').Page} page
 */
async function settle(page) {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    Reflect.get(window, 'cobuyJourneyFlush')();
  });
}
