/** Called with the position behind the last byte that was read. */
type OnRead = (position: number) => void;

/** A blob that reports how far it is read, in its slices, too. Only its own methods see the bytes. */
class WatchedBlob extends Blob {
  override readonly size: number;
  override readonly type: string;
  readonly #blob: Blob;
  readonly #onRead: OnRead;
  readonly #start: number;

  constructor(blob: Blob, onRead: OnRead, start: number) {
    super([]);
    this.size = blob.size;
    this.type = blob.type;
    this.#blob = blob;
    this.#onRead = onRead;
    this.#start = start;
  }

  override slice(start = 0, end = this.size, type?: string): Blob {
    const first = start < 0 ? Math.max(0, this.size + start) : Math.min(start, this.size);
    return new WatchedBlob(this.#blob.slice(start, end, type), this.#onRead, this.#start + first);
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    this.#onRead(this.#start + this.size);
    return this.#blob.arrayBuffer();
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.arrayBuffer());
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }

  override stream(): ReturnType<Blob['stream']> {
    let position = this.#start;
    const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (bytes, controller) => {
        position += bytes.length;
        this.#onRead(position);
        controller.enqueue(bytes);
      },
    });
    return this.#blob.stream().pipeThrough(count) as ReturnType<Blob['stream']>;
  }
}

/**
 * Returns a blob with the same bytes that reports how far it is read: the only measure of progress
 * for a recording that does not declare its length.
 */
export function watchReads(blob: Blob, onRead: OnRead): Blob {
  return new WatchedBlob(blob, onRead, 0);
}
