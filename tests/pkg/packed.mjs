/** The npm package as `npm pack` makes it, installed where a project finds it. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const source = join(here, '../../pkg');

/**
 * An empty project that has the package in its node_modules. It lies in this folder, so that what `tests/package.json` lists
 * is found from there as well: React's types, the bundlers.
 *
 * @param {string} name
 * @returns {{ project: string, unpacked: string }}
 */
export function installed(name) {
  const project = join(here, 'projects', name);
  rmSync(project, { recursive: true, force: true });
  const unpacked = join(project, 'node_modules/cobuy');
  mkdirSync(unpacked, { recursive: true });
  const words = ['pack', source, '--pack-destination', project, '--json', '--loglevel=error'];
  const text = execFileSync('npm', words, { encoding: 'utf8' });
  // Lines of the package's scripts may stand before it.
  const [{ filename }] = JSON.parse(text.slice(text.indexOf('[\n')));
  execFileSync('tar', ['-xzf', join(project, filename), '-C', unpacked, '--strip-components=1']);
  return { project, unpacked };
}
