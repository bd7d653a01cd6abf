import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative, sep } from 'node:path';

/** What a loopback hub serves. */
export type HubServerOptions = {
  /** Folder of the repository's files; it is read for each request. */
  folder: string;
  /** `owner/name` */
  repository: string;
  /** The card's licence; `apache-2.0` by default, null for a card without one. */
  licence?: string | null;
  /** If given, requests without it have status 401. */
  token?: string;
  /** Which files are large: checked by SHA-256 and served by redirect from the second origin. */
  isLarge?: (path: string) => boolean;
};

/** Faults of the hub, which may be set and unset at any time. Counts decrease as they are used. */
export type HubFaults = {
  /** The next `times` requests whose path contains `on` have this `status`. */
  refuse?: { status: number; times: number; on?: string };
  /** The next `times` file bodies and their connections end after `bytes` bytes. */
  die?: { bytes: number; times: number };
  /** As `die`, but the connection stays open and silent. */
  stall?: { bytes: number; times: number };
  /** File bodies arrive one byte at a time, with a pause in milliseconds. */
  dripMs?: number;
  /** File bodies have the right length and one wrong byte. */
  wrongBytes?: boolean;
  /** Sizes in the listing instead of the true ones. */
  listedBytes?: Record<string, number>;
  /** Paths that are listed in addition to the true ones, with the content `extra`. */
  extraNames?: string[];
  /** The response to a range request is the whole file. */
  ignoresRange?: boolean;
  /** The API responds with a web page, as a captive portal does. */
  isPortal?: boolean;
};

/** A received request. */
export type HubRequest = {
  /** The hub itself, or the second origin that large files come from. */
  origin: 'hub' | 'storage';
  method: string;
  path: string;
  range: string | undefined;
  authorization: string | undefined;
};

/** A running loopback hub. */
export type HubServer = {
  /** For `HF_ENDPOINT`. */
  readonly endpoint: string;
  readonly requests: HubRequest[];
  readonly faults: HubFaults;
  /** The current commit of `main`, which changes with the folder's content. */
  readonly commit: () => string;
  readonly close: () => Promise<void>;
};

type Exchange = {
  url: URL;
  request: IncomingMessage;
  response: ServerResponse;
  options: HubServerOptions;
  faults: HubFaults;
  /** Address of the second origin. */
  storage: string;
};

const LARGE = /\.(ckpt|bin|safetensors|onnx)$/;
const ENTRIES_A_PAGE = 3;

/**
 * Serves a folder on 127.0.0.1 as a model hub does: model information, listing in pages, files by
 * range, large ones by redirect to another origin. It implements the requests of `@huggingface/hub`.
 */
export async function startHubServer(options: HubServerOptions): Promise<HubServer> {
  const requests: HubRequest[] = [];
  const faults: HubFaults = {};
  const commit = () => commitOf(options.folder);
  const note = (origin: HubRequest['origin'], request: IncomingMessage) => {
    const { method = '', url = '', headers } = request;
    const { range, authorization } = headers;
    requests.push({ origin, method, path: decodeURI(url), range, authorization });
  };
  const storage = createServer((request, response) => {
    note('storage', request);
    const path = new URL(request.url ?? '/', 'http://storage').searchParams.get('path') ?? '';
    sendFile(join(options.folder, path), request, response, faults);
  });
  const storageAddress = await listen(storage);
  const hub = createServer((request, response) => {
    note('hub', request);
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'hub'}`);
    respond({ url, request, response, options, faults, storage: storageAddress });
  });
  const endpoint = await listen(hub);
  const close = async () => {
    await Promise.all([stop(hub), stop(storage)]);
  };
  return { endpoint, requests, faults, commit, close };
}

function respond(exchange: Exchange): void {
  const { url, response, options, faults } = exchange;
  const status = statusOf(exchange);
  if (status !== 200) {
    send(response, status, { error: 'refused' });
  } else if (faults.isPortal) {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Please log in</h1>');
  } else {
    const pattern = `^/(?:api/models/)?${options.repository}/(revision|tree|resolve)/([^/]+)/?(.*)$`;
    const [, door, revision = '', path = ''] = new RegExp(pattern).exec(url.pathname) ?? [];
    const known = ['main', 'HEAD', commitOf(options.folder)];
    if (door === undefined) missing(response, 'RepoNotFound');
    else if (!known.includes(decodeURIComponent(revision))) missing(response, 'RevisionNotFound');
    else if (door === 'revision') send(response, 200, describe(options));
    else if (door === 'tree') sendTree(exchange);
    else resolveFile(exchange, decodeURIComponent(path));
  }
}

function statusOf({ url, request, options: { token }, faults: { refuse } }: Exchange): number {
  if (refuse && refuse.times > 0 && url.pathname.includes(refuse.on ?? '')) {
    refuse.times -= 1;
    return refuse.status;
  }
  return token === undefined || request.headers.authorization === `Bearer ${token}` ? 200 : 401;
}

function resolveFile({ request, response, options, faults, storage }: Exchange, path: string) {
  const location = `${storage}/file?path=${encodeURIComponent(path)}`;
  if (!pathsBelow(options.folder).includes(path)) missing(response, 'EntryNotFound');
  else if (isLarge(options, path)) response.writeHead(302, { location }).end();
  else sendFile(join(options.folder, path), request, response, faults);
}

function describe({ folder, repository, licence = 'apache-2.0' }: HubServerOptions) {
  const card = licence === null ? {} : { cardData: { license: licence } };
  const sha = commitOf(folder);
  return { _id: '1', id: repository, sha, private: false, gated: false, tags: [], ...card };
}

function sendTree({ url, response, options, faults }: Exchange): void {
  const { folder } = options;
  const { listedBytes = {}, extraNames = [] } = faults;
  const entryOf = (path: string, content: Buffer) => {
    const size = listedBytes[path] ?? content.length;
    const oid = gitSha1(content);
    if (!isLarge(options, path)) return { type: 'file', path, size, oid };
    const lfs = { oid: createHash('sha256').update(content).digest('hex'), size, pointerSize: 134 };
    return { type: 'file', path, size, oid, lfs };
  };
  const entries = [
    ...pathsBelow(folder).map((path) => entryOf(path, readFileSync(join(folder, path)))),
    ...extraNames.map((path) => entryOf(path, Buffer.from('extra'))),
  ];
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const next = new URL(url);
  next.searchParams.set('cursor', String(from + ENTRIES_A_PAGE));
  if (from + ENTRIES_A_PAGE < entries.length)
    response.setHeader('link', `<${next.href}>; rel="next"`);
  send(response, 200, entries.slice(from, from + ENTRIES_A_PAGE));
}

/** Sends a file or the range that a request asks for, with the faults of the hub. */
export function sendFile(
  file: string,
  request: IncomingMessage,
  response: ServerResponse,
  faults: HubFaults,
): void {
  const content = readFileSync(file);
  if (faults.wrongBytes) content[0] = (content[0] ?? 0) ^ 0xff;
  const range = faults.ignoresRange ? undefined : /^bytes=(\d+)-/.exec(request.headers.range ?? '');
  const start = Number(range?.[1] ?? 0);
  if (start > 0 && start >= content.length) {
    send(response, 416, {});
    return;
  }
  const body = content.subarray(start);
  response.writeHead(range ? 206 : 200, {
    'content-length': body.length,
    etag: `"${gitSha1(content)}"`,
    ...(range && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
  });
  if (faults.dripMs !== undefined) {
    drip(response, body, faults.dripMs);
    return;
  }
  const fault = [faults.die, faults.stall].find((given) => given && given.times > 0);
  if (!fault || fault.bytes >= body.length) {
    response.end(body);
    return;
  }
  fault.times -= 1;
  response.flushHeaders();
  response.write(body.subarray(0, fault.bytes), () => {
    // The bytes need time to be sent before the connection is closed.
    if (fault === faults.die) setTimeout(() => response.destroy(), 50);
  });
}

function drip(response: ServerResponse, body: Buffer, pauseMs: number): void {
  let at = 0;
  const timer = setInterval(() => response.write(body.subarray(at, ++at)), pauseMs);
  response.on('close', () => {
    clearInterval(timer);
  });
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function missing(response: ServerResponse, code: string): void {
  response.setHeader('x-error-code', code);
  send(response, 404, { error: code });
}

function isLarge({ isLarge: given }: HubServerOptions, path: string): boolean {
  return given ? given(path) : LARGE.test(path);
}

export function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export function commitOf(folder: string): string {
  const names = pathsBelow(folder).map(
    (path) => `${path} ${gitSha1(readFileSync(join(folder, path)))}`,
  );
  return createHash('sha1').update(names.join('\n')).digest('hex');
}

function gitSha1(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
}
