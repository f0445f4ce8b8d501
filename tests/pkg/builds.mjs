/** How bundlers build the shop of `bundled/` for production: each into a folder that any static host can serve. */

import { spawn } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rspack } from '@rspack/core';
import { build as esbuild } from 'esbuild';
import { build } from 'vite';
import webpack from 'webpack';
import { installed } from './packed.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const bundled = join(here, 'bundled');
const NEXT = join(here, '../node_modules/next/dist/bin/next');

/** A project with the shop's page and scripts. @param {string} name */
function shop(name) {
  const { project } = installed(name);
  for (const file of ['shop.js', 'shop.css', 'main.js', 'index.html']) cpSync(join(bundled, file), join(project, file));
  return project;
}

/** @returns {Promise<string>} the folder to serve */
export async function vite() {
  const root = shop('vite');
  await build({ root, configFile: false, logLevel: 'warn' });
  return join(root, 'dist');
}

/**
 * webpack, and Rspack, which takes the same configuration: every file but the entry named by its hash.
 *
 * @param {'webpack' | 'rspack'} name
 * @returns {Promise<string>}
 */
export async function packed(name) {
  const context = shop(name);
  const path = join(context, 'dist');
  const [filename, chunkFilename, cssFilename] = ['main.js', '[contenthash].js', 'main.css'];
  const options = /** @type {import('webpack').Configuration} */ ({
    ...{ mode: 'production', context, entry: './main.js' },
    ...{ experiments: { css: true }, module: { rules: [{ test: /\.css$/, type: 'css/auto' }] } },
    output: { path, filename, chunkFilename, cssFilename },
  });
  const compiler = name === 'webpack' ? webpack(options) : rspack(/** @type {any} */ (options));
  const stats = await new Promise((resolve, reject) => compiler.run((/** @type {unknown} */ error, /** @type {any} */ done) => (error ? reject(error) : resolve(done))));
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  const faults = [...errors, ...warnings].map(({ message }) => message).filter((message) => !/size limit|performance/.test(message));
  if (faults.length) throw new Error(faults.join('\n'));
  page(context, path, 'defer');
  return path;
}

/**
 * @param {'webpack' | 'turbopack'} bundler
 * @returns {Promise<string>}
 */
export async function next(bundler) {
  const { project } = installed(`next-${bundler}`);
  cpSync(join(bundled, 'next'), project, { recursive: true });
  for (const file of ['shop.js', 'shop.css']) cpSync(join(bundled, file), join(project, file));
  await run(process.execPath, [NEXT, 'build', `--${bundler}`], project);
  return join(project, 'out');
}

/**
 * esbuild, which follows imports but no `new URL`: the package's folder lies beside the bundle, and the lines of the README say
 * so. They stand before the shop's own, and the first call's settings hold.
 *
 * @returns {Promise<string>}
 */
export async function plain() {
  const project = shop('plain');
  const [, section = ''] = readFileSync(join(project, 'node_modules/cobuy/README.md'), 'utf8').split('## Bundlers');
  const [, lines = ''] = /```js\n(.*?)```/s.exec(section) ?? [];
  writeFileSync(join(project, 'main.js'), lines + readFileSync(join(bundled, 'main.js'), 'utf8'));
  const path = join(project, 'dist');
  await esbuild({ entryPoints: [join(project, 'main.js')], bundle: true, minify: true, format: 'esm', outdir: path, logLevel: 'warning' });
  cpSync(join(project, 'node_modules/cobuy/dist'), join(path, 'cobuy'), { recursive: true });
  page(project, path, 'type="module"');
  return path;
}

/** The shop's page over a script and a style sheet of fixed names. @param {string} project @param {string} path @param {string} kind */
function page(project, path, kind) {
  const text = readFileSync(join(project, 'index.html'), 'utf8');
  const tags = `<link rel="stylesheet" href="/main.css"><script ${kind} src="/main.js"></script>`;
  writeFileSync(join(path, 'index.html'), text.replace(/<script.*<\/script>/, tags));
}

/** Runs a program; what it printed is its error. @param {string} program @param {string[]} words @param {string} cwd */
function run(program, words, cwd) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', CI: '1' };
  const child = spawn(program, words, { cwd, env: /** @type {any} */ (env) });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (/** @type {Buffer} */ part) => (text += part));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code ? reject(new Error(`${words.join(' ')}: ${code}\n${text}`)) : resolve(text)));
  });
}
