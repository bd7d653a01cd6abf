import { RandomAccessReader } from 'yauzl';
import { readRange } from './read-range.js';

/** Bytes that are read at once: yauzl reads the directory of a zip in pieces of about 50 bytes. */
const WINDOW_BYTES = 64 * 1024;

/** Reads an archive from a blob for yauzl, by range; it keeps one window of bytes in memory. */
export class BlobReader extends RandomAccessReader {
  readonly #blob: Blob;
  readonly #file: string;
  #window: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };

  /** @param file the archive's name in messages */
  constructor(blob: Blob, file: string) {
    super();
    this.#blob = blob;
    this.#file = file;
  }

  /** Copies `length` bytes at `position` of the blob to `offset` of the buffer. */
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#bytes(position, position + length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(null);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error('unreadable', { cause: error }));
      },
    );
  }

  /** Does nothing: the reader holds no resource. */
  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  async #bytes(start: number, end: number): Promise<Uint8Array> {
    const inside = start >= this.#window.start;
    if (!inside || end > this.#window.start + this.#window.bytes.length) {
      // readRange throws if the range does not lie within the blob.
      const windowEnd = Math.max(end, Math.min(start + WINDOW_BYTES, this.#blob.size));
      this.#window = { start, bytes: await readRange(this.#blob, start, windowEnd, this.#file) };
    }
    return this.#window.bytes.subarray(start - this.#window.start, end - this.#window.start);
  }
}
