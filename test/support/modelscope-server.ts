import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import {
  commitOf,
  type HubFaults,
  listen,
  pathsBelow,
  send,
  sendFile,
  stop,
} from './hub-server.js';

/** What a loopback ModelScope serves. */
export type ModelScopeOptions = {
  /** Folder of the repository's files; it is read for each request. */
  readonly folder: string;
  /** `owner/name` */
  readonly repository: string;
  /** If given, requests without it have status 401. */
  readonly token?: string;
  /** Whether the listing states the commit; the real one leaves it empty for some repositories. Default: true. */
  readonly statesCommit?: boolean;
};

/** A received request. */
export type ModelScopeRequest = {
  /** The hub itself, or the second origin that large files come from. */
  readonly origin: 'hub' | 'storage';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
};

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: Readonly<Record<string, string>>;
  readonly options: ModelScopeOptions;
  readonly faults: HubFaults;
  readonly storage: string;
};

const LARGE = /\.(pt|bin|safetensors)$/;

/**
 * Serves a folder on 127.0.0.1 as ModelScope does: `/api/v1/models/<owner>/<name>` with the licence,
 * `/repo/files` with the listing and SHA-256 of every file, `/repo` with the content by range, large
 * files by redirect to another origin. It implements the requests of the Python package modelscope 1.40.
 */
export async function startModelScopeServer(options: ModelScopeOptions) {
  const requests: ModelScopeRequest[] = [];
  const faults: HubFaults = {};
  const note = (origin: ModelScopeRequest['origin'], { url = '', headers }: IncomingMessage) => {
    const { pathname, searchParams } = new URL(url, 'http://hub');
    const { range, authorization, cookie } = headers;
    const query = Object.fromEntries(searchParams);
    requests.push({ origin, path: pathname, query, range, authorization, cookie });
    return { pathname, query };
  };
  const storageServer = createServer((request, response) => {
    const { query } = note('storage', request);
    sendFile(join(options.folder, query['path'] ?? ''), request, response, faults);
  });
  const storage = await listen(storageServer);
  const hub = createServer((request, response) => {
    const { pathname, query } = note('hub', request);
    respond(pathname, { request, response, query, options, faults, storage });
  });
  const endpoint = await listen(hub);
  const close = async () => {
    await Promise.all([stop(hub), stop(storageServer)]);
  };
  return { endpoint, requests, faults, commit: () => commitOf(options.folder), close };
}

function respond(path: string, exchange: Exchange): void {
  const { request, response, query, options, faults } = exchange;
  const { refuse } = faults;
  const { authorization, cookie = '' } = request.headers;
  const { token, repository } = options;
  const isAllowed =
    token === undefined ||
    (authorization === `Bearer ${token}` && cookie.includes(`m_session_id=${token}`));
  const doors: Readonly<Record<string, (exchange: Exchange) => void>> = {
    [`/api/v1/models/${repository}`]: () => {
      answer(response, { Name: repository, License: 'other' });
    },
    [`/api/v1/models/${repository}/repo/files`]: sendListing,
    [`/api/v1/models/${repository}/repo`]: sendContent,
  };
  const door = doors[path];
  const { Revision: revision = 'master' } = query;
  if (refuse && refuse.times > 0 && path.includes(refuse.on ?? '')) {
    refuse.times -= 1;
    refused(response, refuse.status);
  } else if (!isAllowed) refused(response, 401);
  else if (faults.isPortal) response.writeHead(200).end('<h1>Please log in</h1>');
  else if (!door) refused(response, 404);
  else if (!['master', 'v2.0.4', commitOf(options.folder)].includes(revision))
    refused(response, 404);
  else door(exchange);
}

function sendListing({ response, options, faults }: Exchange): void {
  const { folder, statesCommit = true } = options;
  const { listedBytes = {}, extraNames = [] } = faults;
  const commit = commitOf(folder);
  const blobs = pathsBelow(folder).map((path) => {
    const content = readFileSync(join(folder, path));
    const Sha256 = createHash('sha256').update(content).digest('hex');
    const Size = listedBytes[path] ?? statSync(join(folder, path)).size;
    return {
      Name: path.split('/').at(-1),
      Path: path,
      Type: 'blob',
      Size,
      Sha256,
      Revision: commit,
    };
  });
  const folders = [...new Set(pathsBelow(folder).map(dirname))].filter((path) => path !== '.');
  const trees = folders.map((path) => ({
    Name: path,
    Path: path,
    Type: 'tree',
    Size: 0,
    Sha256: '',
  }));
  const extra = extraNames.map((path) => ({ Path: path, Type: 'blob', Size: 5, Sha256: '' }));
  const Id = statesCommit ? commit : '';
  answer(response, {
    Files: [...trees, ...blobs, ...extra],
    IsVisual: 0,
    LatestCommitter: { Id, ShortId: commit.slice(0, 8) },
  });
}

function sendContent({ request, response, query, options, faults, storage }: Exchange): void {
  const { FilePath: path = '' } = query;
  if (!pathsBelow(options.folder).includes(path)) refused(response, 404);
  else if (LARGE.test(path)) {
    const location = `${storage}/file?path=${encodeURIComponent(path)}`;
    response.writeHead(302, { location }).end();
  } else sendFile(join(options.folder, path), request, response, faults);
}

function answer(response: ServerResponse, data: unknown): void {
  send(response, 200, { Code: 200, Data: data, Message: 'success', RequestId: '1', Success: true });
}

function refused(response: ServerResponse, status: number): void {
  const Message = 'record not found';
  send(response, status, { Code: 10_010_205_001, Message, RequestId: '1', Success: false });
}
