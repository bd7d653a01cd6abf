import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** Isolates the page from other origins, without which WebAssembly has no threads. */
export const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
} as const;

/** A server of files on the loopback interface. */
export type FolderServer = {
  /** e.g. `http://127.0.0.1:40123` */
  readonly address: string;
  readonly close: () => Promise<void>;
};

/**
 * Serves folders on a free port.
 *
 * @param folders by the first part of their address: `{ models: '/path' }` serves `/models/…`
 * @param headers of every response. Default: those that isolate the page from other origins.
 */
export async function serveFolder(
  folders: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = ISOLATION,
): Promise<FolderServer> {
  const server = createServer(({ url = '/' }, response) => {
    void send(findFile(folders, url), response, headers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  return {
    address: `http://127.0.0.1:${bound.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function findFile(folders: Readonly<Record<string, string>>, url: string): string | undefined {
  const { pathname } = new URL(url, 'http://localhost');
  const [, first = '', ...rest] = decodeURIComponent(pathname).split('/');
  const folder = Object.hasOwn(folders, first) ? folders[first] : undefined;
  const path = normalize(rest.join('/'));
  return folder === undefined || path.startsWith('..') ? undefined : join(folder, path);
}

async function send(
  file: string | undefined,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (file === undefined || !found?.isFile()) {
    response.writeHead(404, headers).end();
    return;
  }
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, {
    ...headers,
    'content-type': type,
    'content-length': found.size,
  });
  createReadStream(file).pipe(response);
}
