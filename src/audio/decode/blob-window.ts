import { FileError } from '../../errors.js';

/** Bytes of one read: little beside a model's memory, much beside the cost of the read. */
const STEP_BYTES = 64 * 1024;

/** Reads a blob from front to back and holds only a window of it in memory. */
export class BlobWindow {
  readonly #blob: Blob;
  #start: number;
  #bytes = new Uint8Array(0);

  /** @param start offset of the first byte to read */
  constructor(blob: Blob, start = 0) {
    this.#blob = blob;
    this.#start = start;
  }

  /** Offset in the blob of the next byte. */
  get position(): number {
    return this.#start;
  }

  /** Number of bytes from the next one to the end of the blob. */
  get remaining(): number {
    return Math.max(0, this.#blob.size - this.#start);
  }

  /** The next bytes without skipping them: at least `count`, fewer only at the end of the blob. */
  async peek(count: number): Promise<Uint8Array> {
    if (this.#bytes.length < Math.min(count, this.remaining)) {
      const end = this.#start + Math.max(count, STEP_BYTES);
      this.#bytes = await readBlob(this.#blob, this.#start, end);
    }
    return this.#bytes;
  }

  /** Skips `count` bytes; beyond the end of the blob nothing remains. */
  skip(count: number): void {
    this.#start += count;
    this.#bytes = this.#bytes.subarray(Math.min(count, this.#bytes.length));
  }
}

/**
 * The bytes of a blob from `start` up to `end`, fewer if the blob ends before.
 *
 * @throws FileError if the file behind the blob changed since it was opened
 */
export async function readBlob(
  blob: Blob,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.slice(start, Math.min(end, blob.size)).arrayBuffer());
  } catch (error) {
    throw changedWhileRead(error);
  }
}

/** A `FileError` for the error that a blob throws if its file changed; other errors as they are. */
export function changedWhileRead(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'NotReadableError') return error;
  return new FileError(
    'file-unreadable',
    'The recording changed while it was read. Wait until it is finished and try again.',
    { cause: error },
  );
}
