import { readRange } from './read-range.js';

/** Bytes that are read at once: the directory of a zip archive is read in pieces of about 50 bytes. */
const WINDOW_BYTES = 64 * 1024;

/** Reads small pieces of a blob, and keeps one window of its bytes in memory. */
export class BlobReader {
  readonly #blob: Blob;
  readonly #file: string;
  #start = 0;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  /** @param file the blob's name in messages */
  constructor(blob: Blob, file: string) {
    this.#blob = blob;
    this.#file = file;
  }

  /** Size of the blob in bytes. */
  get size(): number {
    return this.#blob.size;
  }

  /**
   * Reads some bytes.
   *
   * @throws CheckpointError (`checkpoint-corrupt`) if they do not lie within the blob; FileError
   */
  async read(start: number, length: number): Promise<DataView<ArrayBuffer>> {
    const end = start + length;
    if (start < this.#start || end > this.#start + this.#bytes.length) {
      const windowEnd = Math.max(end, Math.min(start + WINDOW_BYTES, this.#blob.size));
      this.#bytes = await readRange(this.#blob, start, windowEnd, this.#file);
      this.#start = start;
    }
    return new DataView(this.#bytes.buffer, start - this.#start, length);
  }
}
