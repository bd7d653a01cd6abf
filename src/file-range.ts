import { type FileHandle, open } from 'node:fs/promises';
import { errnoCode, FileError } from './errors.js';

/** Bytes at both ends of a file that are compared if the file was written to after it was opened. */
const PROBE_BYTES = 4096;

/** Most bytes of one call of the system: Linux reads at most 2 GiB less one page. */
const MAX_READ_BYTES = 2 ** 30;

/** A file as it was when it was opened. It is opened anew for each read, so nothing has to be closed. */
export class FileRange {
  readonly size: number;
  readonly #path: string;
  readonly #device: bigint;
  readonly #inode: bigint;
  /** The bytes at the beginning and at the end. */
  readonly #probe: Uint8Array;
  /** Time of the last change after which the file was still the same, in nanoseconds. */
  #modified: bigint;

  private constructor(path: string, stats: Stats, probe: Uint8Array) {
    this.#path = path;
    this.size = Number(stats.size);
    this.#device = stats.dev;
    this.#inode = stats.ino;
    this.#modified = stats.mtimeNs;
    this.#probe = probe;
  }

  /** @throws FileError if the file changes meanwhile; system errors as they are */
  static async open(path: string): Promise<FileRange> {
    const handle = await open(path);
    try {
      const stats = await handle.stat({ bigint: true });
      const probe = await readProbe(handle, Number(stats.size));
      if (!probe) throw changed(path);
      return new FileRange(path, stats, probe);
    } finally {
      await handle.close();
    }
  }

  /**
   * Reads the bytes `[start, end)`.
   *
   * @throws FileError (`file-unreadable` …) if the file changed or cannot be read any more
   */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    try {
      const handle = await open(this.#path);
      try {
        const bytes = (await this.#isSame(handle)) && (await readAt(handle, start, end));
        if (bytes) return bytes;
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (errnoCode(error) === 'ENOENT') throw changed(this.#path, error);
      throw errnoCode(error) === '' ? error : FileError.from(error, this.#path, 'read');
    }
    throw changed(this.#path);
  }

  async #isSame(handle: FileHandle): Promise<boolean> {
    const { dev, ino, size, mtimeNs } = await handle.stat({ bigint: true });
    if (dev !== this.#device || ino !== this.#inode || size < this.size) return false;
    if (mtimeNs === this.#modified) return true;
    const probe = await readProbe(handle, this.size);
    if (!probe || !Buffer.from(probe).equals(this.#probe)) return false;
    this.#modified = mtimeNs;
    return true;
  }
}

type Stats = Readonly<Record<'dev' | 'ino' | 'size' | 'mtimeNs', bigint>>;

/** Reads the bytes `[start, end)`, or nothing if the file ends before. */
async function readAt(
  handle: FileHandle,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Uint8Array(end - start);
  for (let done = 0; done < bytes.length;) {
    const wanted = Math.min(bytes.length - done, MAX_READ_BYTES);
    const { bytesRead } = await handle.read(bytes, done, wanted, start + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return bytes;
}

async function readProbe(handle: FileHandle, size: number): Promise<Uint8Array | undefined> {
  const head = await readAt(handle, 0, Math.min(size, PROBE_BYTES));
  const tail = await readAt(handle, Math.max(0, size - PROBE_BYTES), size);
  return head && tail && Buffer.concat([head, tail]);
}

function changed(path: string, cause?: unknown): FileError {
  return new FileError(
    'file-unreadable',
    `Could not read ${path}: it changed or went away while it was being read. ` +
      'Wait until it is finished and try again.',
    { cause },
  );
}
