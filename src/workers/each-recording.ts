import { fileURLToPath } from 'node:url';
import type { EmbedOptions } from '../inference/index.js';
import type { AudioFile } from '../node/index.js';
import { mapAhead } from './map-ahead.js';
import type { RecordingPool } from './model-pool.js';

/** What came of an item: a result, or else an error. */
export type Outcome<T, R> = {
  readonly item: T;
  readonly result?: R;
  readonly error?: unknown;
};

/** How {@link eachRecording} opens recordings. */
export type EachRecordingOptions<T> = {
  /** Returns the recording of an item when its turn comes. */
  readonly open: (item: T) => AudioFile | Promise<AudioFile>;
  /** Called after each window with the seconds of an item that are computed. */
  readonly onProgress?: ((item: T, seconds: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Computes something for the recordings of items and yields the outcomes in order. A recording that
 * fails does not affect the others.
 *
 * @param compute calls a method of the pool
 * @throws the signal's reason
 */
export function eachRecording<T, R>(
  pool: RecordingPool,
  items: Iterable<T>,
  { open, onProgress, signal }: EachRecordingOptions<T>,
  compute: (input: string | Blob, options: EmbedOptions) => Promise<R>,
): AsyncGenerator<Outcome<T, R>, void> {
  return mapAhead(items, { ahead: pool.ahead, signal }, async (item, cancelled) => {
    try {
      cancelled.throwIfAborted();
      const result = await compute(toWorkerInput(await open(item)), {
        signal: cancelled,
        onProgress: (seconds) => onProgress?.(item, seconds),
      });
      return { item, result };
    } catch (error) {
      if (cancelled.aborted) throw error;
      return { item, error };
    }
  });
}

/** @throws TypeError if `file` is not an {@link AudioFile} */
function toWorkerInput(file: AudioFile): string | Blob {
  // A URL cannot be posted to a worker.
  if (file instanceof URL) return fileURLToPath(file);
  // Callers without TypeScript may pass anything.
  if (typeof file === 'string' || (file as unknown) instanceof Blob) return file;
  throw new TypeError(
    `Found a recording of type ${typeof (file as unknown)}, expected a path, a URL or a Blob.`,
  );
}
