import { stat } from 'node:fs/promises';
import { FileError } from './errors.js';
import { FileRange } from './file-range.js';

/** Bytes of one chunk of {@link Blob.stream}. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Opens a file on disk as a blob that is read by range, without reading it whole.
 *
 * Node's `fs.openAsBlob` reports the size of a file modulo 2^32
 * (https://github.com/nodejs/node/issues/52585); positions here have 53 bits. The blob contains the
 * bytes that the file had when it was opened. A file that only grows afterwards can still be read;
 * a file that is replaced, shortened or overwritten fails with a `FileError` that names it.
 *
 * The blob passes `instanceof Blob`, but only its own methods see the file: `structuredClone` and
 * `new Blob([blob])` see an empty blob.
 *
 * @throws FileError if there is no such file, it is not a regular file, or it cannot be read.
 */
export async function openFileBlob(path: string): Promise<Blob> {
  try {
    // Opening a pipe or a device could block for ever, so the kind is checked first.
    if ((await stat(path)).isFile()) {
      const file = await FileRange.open(path);
      return new FileBlob(file, 0, file.size, '');
    }
  } catch (error) {
    throw error instanceof FileError ? error : FileError.from(error, path, 'read');
  }
  throw new FileError(
    'file-is-folder',
    `Could not read ${path}: it is not a regular file. Give the path of a file.`,
  );
}

/** Some bytes of a file, as a blob. */
class FileBlob extends Blob {
  override readonly size: number;
  override readonly type: string;
  readonly #file: FileRange;
  readonly #start: number;

  constructor(file: FileRange, start: number, end: number, type: string) {
    super([]);
    this.#file = file;
    this.#start = start;
    this.size = Math.max(0, end - start);
    this.type = type;
  }

  override slice(start = 0, end = this.size, type = ''): Blob {
    const [from, to] = [start, end].map((at) => this.#start + clamp(at, this.size));
    return new FileBlob(this.#file, from ?? 0, to ?? 0, type);
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#file.read(this.#start, this.#start + this.size);
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  override stream(): ReturnType<Blob['stream']> {
    let position = this.#start;
    const end = position + this.size;
    return new ReadableStream({
      type: 'bytes',
      pull: async (controller) => {
        const next = Math.min(position + CHUNK_BYTES, end);
        if (next > position) controller.enqueue(await this.#file.read(position, next));
        position = next;
        if (position === end) {
          controller.close();
          controller.byobRequest?.respond(0);
        }
      },
    });
  }
}

/** An index of `Blob.slice` within the size: negative ones count from the end. */
function clamp(index: number, size: number): number {
  const whole = Math.trunc(index) || 0;
  return Math.min(whole < 0 ? Math.max(0, size + whole) : whole, size);
}
