/** Bytes fetched at a time: small beside what a model needs, large beside the cost of one read. */
const STEP_BYTES = 64 * 1024;

/** Walks through a blob from front to back, holding only a window of it in memory. */
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

  /** The next bytes without passing them: at least `count`, fewer only where the blob ends. */
  async peek(count: number): Promise<Uint8Array> {
    if (this.#bytes.length < Math.min(count, this.remaining)) {
      const end = this.#start + Math.max(count, STEP_BYTES);
      this.#bytes = await readBlob(this.#blob, this.#start, end);
    }
    return this.#bytes;
  }

  /** Passes `count` bytes; past the end of the blob nothing remains. */
  skip(count: number): void {
    this.#start += count;
    this.#bytes = this.#bytes.subarray(Math.min(count, this.#bytes.length));
  }
}

/** The bytes of a blob from `start` up to `end`, fewer where the blob ends. */
export async function readBlob(
  blob: Blob,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(start, Math.min(end, blob.size)).arrayBuffer());
}
