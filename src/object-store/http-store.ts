import { ObjectStoreError } from '../errors.js';
import { Downloads } from './downloads.js';
import { missing } from './folder-store.js';
import { checkSize, IdleTimeout, limitStream, streamOf, withSource } from './limit-stream.js';
import { checkAge, checkObjectKey } from './object-key.js';
import type { ObjectLimits, ObjectStore } from './object-store.js';
import { type LinkMethod, LinkSigner, sweepKey } from './signed-link.js';

/** A link of this store is used at once; clocks of machines may differ by as much. */
const LINK_SECONDS = 300;

/** A link as an accepting server signs it for a worker that has no secret. */
const SIGNED = /^([^?/]+)\?expires=\d{1,12}&signature=[\w-]+$/;

/** How {@link HttpStore} reaches the objects. */
export type HttpStoreOptions = {
  readonly limits: ObjectLimits;
  /** Signs links. Default: none; objects are then read by links alone. */
  readonly secret: string | undefined;
  /** Folder for copies. Default: the system's temporary folder. */
  readonly scratch: string | undefined;
};

/**
 * The objects of a wav2emo server, over HTTP with signed links that expire. `get` also takes a link of
 * `LinkSigner.sign` in place of a key, so that a worker needs no secret.
 */
export class HttpStore implements ObjectStore {
  readonly #address: string;
  readonly #limits: ObjectLimits;
  readonly #links: LinkSigner | undefined;
  readonly #downloads: Downloads;

  /** @param address of the server's objects, e.g. `https://server/api/v1/objects` */
  constructor(address: string, { limits, secret, scratch }: HttpStoreOptions) {
    this.#address = address.replace(/\/+$/, '');
    this.#limits = limits;
    this.#links = secret === undefined ? undefined : new LinkSigner(secret);
    this.#downloads = new Downloads(scratch);
  }

  async put(key: string, content: ReadableStream<Uint8Array> | Blob): Promise<void> {
    checkObjectKey(key);
    const { maxBytes } = this.#limits;
    await this.#request('PUT', key, this.#sign('PUT', key), async (send, timeout) => {
      const chunks = limitStream(streamOf(content), key, maxBytes, timeout);
      // fetch reports an error of its body as one of the network.
      await withSource(chunks, (source) =>
        send({ body: ReadableStream.from(source), duplex: 'half' }),
      );
    });
  }

  async get(key: string): Promise<Blob> {
    const name = SIGNED.exec(key)?.[1] ?? key;
    checkObjectKey(name);
    const link = name === key ? this.#sign('GET', key) : key;
    return await this.#request('GET', name, link, async (send, timeout) => {
      const { body, headers } = await send({});
      const { maxBytes } = this.#limits;
      checkSize(name, Number(headers.get('content-length') ?? 0), maxBytes);
      return await this.#downloads.add(name, limitStream(body ?? EMPTY, name, maxBytes, timeout));
    });
  }

  async delete(key: string): Promise<void> {
    checkObjectKey(key);
    await this.#downloads.delete(key);
    await this.#request('DELETE', key, this.#sign('DELETE', key), (send) => send({}));
  }

  async sweep(olderThanSeconds: number): Promise<number> {
    checkAge(olderThanSeconds);
    const link = this.#sign('DELETE', sweepKey(olderThanSeconds));
    const text = link.replace(/^older-than:([^?]+)\?/, '?older-than=$1&');
    return await this.#request('DELETE', 'older objects', text, async (send) => {
      const { deleted } = (await (await send({})).json()) as { deleted: number };
      return deleted;
    });
  }

  async close(): Promise<void> {
    await this.#downloads.close();
  }

  #sign(method: LinkMethod, key: string): string {
    if (this.#links) return this.#links.sign(method, key, LINK_SECONDS);
    throw new ObjectStoreError(
      'store-refused',
      `The objects of ${this.#address} are protected, and no secret was given. Give the secret of the server, or read an object by its link.`,
    );
  }

  /** Sends one request with a timeout and describes what goes wrong. */
  async #request<T>(
    method: LinkMethod,
    key: string,
    link: string,
    work: (send: Send, timeout: IdleTimeout) => Promise<T>,
  ): Promise<T> {
    const timeout = new IdleTimeout(this.#limits, this.#address);
    const { signal } = timeout;
    const send: Send = async (init) => {
      const place = link.startsWith('?') ? this.#address + link : `${this.#address}/${link}`;
      const headers = init.body ? { 'content-type': 'application/octet-stream' } : {};
      const response = await fetch(place, { ...init, method, headers, signal, redirect: 'error' });
      timeout.refresh();
      if (response.ok) return response;
      throw await refused(response, key, this.#address);
    };
    try {
      return await work(send, timeout);
    } catch (error) {
      throw signal.aborted ? signal.reason : describe(error, this.#address);
    } finally {
      timeout.end();
    }
  }
}

type Send = (init: { body?: ReadableStream<Uint8Array>; duplex?: 'half' }) => Promise<Response>;

const EMPTY = new Blob([]).stream();

/** The longest text of a response that is read; problems of this server are shorter. */
const MAX_PROBLEM = 10_000;

async function refused(response: Response, key: string, address: string) {
  const { status } = response;
  const { code, detail } = await readProblem(response);
  if (status === 404 && code === 'store-object-missing') return missing(key);
  const known = ['store-link-expired', 'store-link-refused', 'store-object-too-large'] as const;
  const same = known.find((each) => each === code);
  if (same) return new ObjectStoreError(same, `${address}: ${detail}`);
  const advice =
    status === 404
      ? 'Check the address, and that the server was started with --object-folder.'
      : 'Try again, and read the log of the server.';
  return new ObjectStoreError(
    status < 500 && status !== 404 ? 'store-refused' : 'store-failed',
    `${address} answered with the status ${status}${detail === '' ? '' : `: ${detail}`} ${advice}`,
  );
}

async function readProblem(response: Response): Promise<{ code: string; detail: string }> {
  try {
    if (Number(response.headers.get('content-length') ?? MAX_PROBLEM) >= MAX_PROBLEM)
      throw TOO_LONG;
    const { code, detail } = (await response.json()) as { code?: unknown; detail?: unknown };
    return { code: String(code), detail: typeof detail === 'string' ? detail : '' };
  } catch {
    await response.body?.cancel().catch(() => undefined);
    return { code: '', detail: '' };
  }
}

const TOO_LONG = new Error('The text is too long for a problem.');

function describe(error: unknown, address: string): unknown {
  // The texts of fetch for a request that failed, and a response that was cut off.
  const isNetwork = error instanceof TypeError && /^(fetch failed|terminated)$/.test(error.message);
  if (!isNetwork) return error;
  const { cause } = error;
  const reason = cause instanceof Error ? cause.message : error.message;
  return new ObjectStoreError(
    'store-unreachable',
    `Could not reach ${address}: ${reason}. Check the address and the network, and try again.`,
    { cause: error },
  );
}
