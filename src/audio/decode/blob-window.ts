import { FileError } from '../../errors.js';

/** Bytes of one read: small beside a model's memory, large enough to make few reads. */
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

  /** Offset of the next byte in the blob. */
  get position(): number {
    return this.#start;
  }

  /** Number of bytes from the next one to the end of the blob. */
  get remaining(): number {
    return Math.max(0, this.#blob.size - this.#start);
  }

  /**
   * Returns the next bytes without skipping them: at least `count` unless the blob ends earlier.
   */
  async peek(count: number): Promise<Uint8Array> {
    if (this.#bytes.length < Math.min(count, this.remaining)) {
      const end = this.#start + Math.max(count, STEP_BYTES);
      this.#bytes = await readBlob(this.#blob, this.#start, end);
    }
    return this.#bytes;
  }

  /** Skips `count` bytes, which may be more than remain. */
  skip(count: number): void {
    this.#start += count;
    this.#bytes = this.#bytes.subarray(Math.min(count, this.#bytes.length));
  }
}

/**
 * Reads the bytes of a blob from `start` to before `end`; fewer if the blob ends earlier.
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

/** Converts the error of a blob whose file changed to a `FileError`; returns other errors as is. */
export function changedWhileRead(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'NotReadableError') return error;
  return new FileError(
    'file-unreadable',
    'The recording changed while it was read. Wait until it is finished and try again.',
    { cause: error },
  );
}
