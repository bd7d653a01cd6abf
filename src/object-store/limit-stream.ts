import { ObjectStoreError } from '../errors.js';
import type { ObjectLimits } from './object-store.js';

/** The bytes of an object, whatever it was given as. */
export function streamOf(content: ReadableStream<Uint8Array> | Blob): ReadableStream<Uint8Array> {
  return content instanceof Blob ? content.stream() : content;
}

/**
 * Passes the bytes of an object on and counts them.
 *
 * @throws ObjectStoreError `store-object-too-large`; the timeout's reason
 */
export async function* limitStream(
  stream: AsyncIterable<Uint8Array>,
  key: string,
  maxBytes: number,
  timeout?: IdleTimeout,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of stream) {
    timeout?.refresh();
    bytes += chunk.byteLength;
    checkSize(key, bytes, maxBytes);
    yield chunk;
  }
}

/**
 * Sends chunks. If they fail, their own error is thrown and not what the sender made of it.
 *
 * @throws what `chunks` or `send` throw
 */
export async function withSource<T>(
  chunks: AsyncIterable<Uint8Array>,
  send: (source: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  const failures: unknown[] = [];
  const source = async function* () {
    try {
      yield* chunks;
    } catch (error) {
      failures.push(error);
      throw error;
    }
  };
  try {
    return await send(source());
  } catch (error) {
    throw failures.length > 0 ? failures[0] : error;
  }
}

/** @throws ObjectStoreError `store-object-too-large` */
export function checkSize(key: string, bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  throw new ObjectStoreError(
    'store-object-too-large',
    `The object ${key} is larger than ${maxBytes} bytes, the limit of this store. Cut or compress the recording, or raise the limit.`,
  );
}

/** Aborts a transfer if nothing arrives for a while; slow transfers go on. */
export class IdleTimeout {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor({ idleSeconds }: ObjectLimits, place: string) {
    this.#timer = setTimeout(() => {
      this.#controller.abort(
        new ObjectStoreError(
          'store-timeout',
          `${place} did not respond for ${idleSeconds} s. Check the network and the store, and try again.`,
        ),
      );
    }, idleSeconds * 1000);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Begins the time anew. */
  refresh(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
