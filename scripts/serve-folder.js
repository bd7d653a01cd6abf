/** Serves folders on the loopback interface, for the tests and measurements in a browser. */
import { once } from 'node:events';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Isolates the page from other origins, without which WebAssembly has no threads. */
export const ISOLATION = /** @type {const} */ ({
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
});

/**
 * A server of files.
 *
 * @typedef {object} FolderServer
 * @property {string} address e.g. `http://127.0.0.1:40123`
 * @property {() => Promise<void>} close
 */

/**
 * Serves folders on a free port. A path that ends with a slash is that of its `index.html`.
 *
 * @param {Readonly<Record<string, string>>} folders by the begin of their addresses:
 *   `{ models: '/path' }` serves `/models/…`
 * @param {Readonly<Record<string, string>>} headers of every response. Default: those that isolate the
 *   page from other origins
 * @returns {Promise<FolderServer>}
 */
export async function serveFolder(folders, headers = ISOLATION) {
  const server = createServer(({ url = '/' }, response) => {
    const file = findFile(folders, url);
    const found = file !== undefined && existsSync(file) ? statSync(file) : undefined;
    if (file === undefined || !found?.isFile()) {
      response.writeHead(404, headers).end();
      return;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'content-type': type, 'content-length': found.size });
    createReadStream(file).pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port.');
  return {
    address: `http://127.0.0.1:${bound.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * @param {Readonly<Record<string, string>>} folders
 * @param {string} url
 */
function findFile(folders, url) {
  const pathname = decodeURIComponent(new URL(url, 'http://localhost').pathname).slice(1);
  const found = Object.entries(folders).find(([begin]) => pathname.startsWith(`${begin}/`));
  if (!found) return undefined;
  const [begin, folder] = found;
  const path = normalize(pathname.slice(begin.length + 1).replace(/(?<=^|\/)$/, 'index.html'));
  return path.startsWith('..') ? undefined : join(folder, path);
}
