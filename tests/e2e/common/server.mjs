/**
 * The server of the demo and of the journeys: static files on loopback, as a plain CDN sends them, with faults on
 * request.
 *
 * From a shell: `node server.mjs --root DIR [--port N]` prints its address and serves until it is ended.
 */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import sirv from 'sirv';

/**
 * What a path answers instead of its file. What is left out stays as the file has it, except that a body without a
 * status is sent as 200.
 *
 * @typedef {object} Override
 * @property {number} [status] HTTP status. An error status without a body has an empty one.
 * @property {string | Uint8Array | AsyncIterable<string>} [body] Sent instead of the file; in pieces, as they come.
 * @property {string} [type] Content type; for a file this replaces its own.
 * @property {Record<string, string>} [headers] Further headers.
 * @property {boolean} [abort] Closes the connection without an answer, as a failing network does.
 * @property {Promise<unknown>} [hold] The answer waits for this; lets a test decide what arrives first.
 */

/**
 * @typedef {object} Options
 * @property {string} root Folder to serve.
 * @property {number} [port] 0, the default, takes any free one.
 * @property {Record<string, string>} [headers] Sent with every answer, e.g. a content security policy.
 * @property {string} [cacheControl] Default `no-cache`: kept, but asked for again, so that a rebuilt file is seen.
 * @property {(page: string) => string} [edit] What becomes of every page of the folder before it is sent.
 * @property {Record<string, Override>} [overrides] By path without query, e.g. `/recs/v1/base.bin`.
 */

/**
 * @typedef {object} Server
 * @property {string} origin E.g. `http://127.0.0.1:4173`, without a slash at the end.
 * @property {number} port
 * @property {Map<string, Override>} overrides May be changed while serving.
 * @property {string[]} requests Path and query of every request so far, in order of arrival.
 * @property {() => Promise<void>} close Ends open connections too.
 */

/**
 * Starts a server.
 *
 * @param {Options} options
 * @returns {Promise<Server>}
 */
export async function serve({ root, port = 0, headers = {}, cacheControl = 'no-cache', overrides = {}, edit }) {
  const answers = new Map(Object.entries(overrides));
  /** @type {string[]} */
  const requests = [];
  // `dev` reads the folder at every request: a journey may change a file while the page is open.
  const files = sirv(root, { dev: true, etag: true });

  const server = createServer(async (request, response) => {
    const url = request.url ?? '/';
    requests.push(url);
    const override = answers.get(url.split('?', 1)[0]);
    await override?.hold;
    if (override?.abort) {
      request.socket.destroy();
      return;
    }
    response.setHeader('Cache-Control', cacheControl);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    for (const [name, value] of Object.entries({ ...headers, ...override?.headers })) response.setHeader(name, value);
    if (override?.type) response.setHeader('Content-Type', override.type);
    if (override && (override.body !== undefined || override.status !== undefined)) {
      response.writeHead(override.status ?? 200);
      if (typeof override.body === 'object' && Symbol.asyncIterator in override.body) Readable.from(override.body).pipe(response);
      else response.end(override.body);
    } else if (edit && /(\.html|\/)$/.test(url.split('?', 1)[0])) {
      sendEdited(response, join(root, decodeURI(url.split('?', 1)[0]).replace(/\/$/, '/index.html')), edit);
    } else {
      files(request, response);
    }
  });

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    port: address.port,
    overrides: answers,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** @param {import('node:http').ServerResponse} response @param {string} file @param {(page: string) => string} edit */
function sendEdited(response, file, edit) {
  try {
    const page = edit(readFileSync(file, 'utf8'));
    response.setHeader('Content-Type', 'text/html;charset=utf-8');
    response.writeHead(200).end(page);
  } catch {
    response.writeHead(404).end();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { root: { type: 'string' }, port: { type: 'string', default: '0' } } });
  if (!values.root) throw new Error('--root names the folder to serve');
  const { origin } = await serve({ root: values.root, port: Number(values.port) });
  console.log(`${origin}/`);
}
