import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { errnoCode, FileError } from '../../errors.js';
import { ServerError } from '../server-error.js';
import { OWNER_FILE, PREFIX, sweepAbandoned } from './sweep.js';

/** A recording that a client sent, on the disk under a name of ours. */
export type Upload = {
  /** Nothing of the client's is in it. */
  readonly path: string;
  readonly bytes: number;
  /** Deletes it; calling it again does nothing. */
  readonly remove: () => Promise<void>;
};

/** Uploads on the disk at once, as a multiple of the largest one. */
const BUDGET_FACTOR = 20;

/**
 * The server's own folder for what clients send: random names, readable by nobody else, a bounded
 * size. It is removed at the end; what a crash leaves, the next start sweeps.
 */
export class UploadFolder {
  readonly #folder: string;
  readonly #largestBytes: number;
  #bytes = 0;
  #files = 0;

  private constructor(folder: string, largestBytes: number) {
    this.#folder = folder;
    this.#largestBytes = largestBytes;
  }

  /**
   * Sweeps what dead servers left and makes a new folder.
   *
   * @param largestBytes of one upload
   * @param parent where; the system's temporary folder by default
   */
  static async open(largestBytes: number, parent = tmpdir()): Promise<UploadFolder> {
    await sweepAbandoned(parent);
    const folder = await mkdtemp(join(parent, PREFIX)).catch((error: unknown) => {
      throw FileError.from(error, parent, 'make a folder for uploads in');
    });
    await writeFile(join(folder, OWNER_FILE), String(process.pid));
    const uploads = new UploadFolder(folder, largestBytes);
    await mkdir(uploads.scratch);
    return uploads;
  }

  /** Folder for the temporary files of the processes that decode. */
  get scratch(): string {
    return join(this.#folder, 'scratch');
  }

  /** Uploads that are on the disk now. */
  get files(): number {
    return this.#files;
  }

  /**
   * Writes a stream to the disk as it comes.
   *
   * @param isCut tells at the end whether the sender's side was cut off by a limit
   * @throws ServerError `upload-too-large`, `uploads-full`; FileError
   */
  async receive(stream: Readable, isCut = () => false): Promise<Upload> {
    const path = join(this.#folder, randomUUID());
    let bytes = 0;
    let isHere = true;
    this.#files++;
    const remove = async () => {
      if (!isHere) return;
      isHere = false;
      await rm(path, { force: true });
      this.#files--;
      this.#bytes -= bytes;
    };
    try {
      await this.#write(stream, path, (count) => {
        bytes += count;
        this.#bytes += count;
        this.#check(bytes);
      });
      if (isCut()) throw this.#tooLarge();
      return { path, bytes, remove };
    } catch (error) {
      await remove();
      if (['ENOSPC', 'EDQUOT', 'EACCES', 'ENOENT'].includes(errnoCode(error)))
        throw FileError.from(error, 'the folder for uploads', 'write');
      throw error;
    }
  }

  /** Removes what killed processes left in the scratch folder. */
  async clearScratch(): Promise<void> {
    const names = await readdir(this.scratch).catch(() => []);
    for (const name of names) await rm(join(this.scratch, name), { recursive: true, force: true });
  }

  /** Removes the folder and everything in it. */
  async dispose(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #write(stream: Readable, path: string, count: (bytes: number) => void): Promise<void> {
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    try {
      // The stream is left alive on failure: its connection still has to carry the answer.
      for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
        const part = chunk as Buffer;
        count(part.length);
        await new Promise<void>((resolve, reject) => {
          file.write(part, (error) => {
            if (error) reject(error);
            else resolve();
          });
        });
      }
    } finally {
      await new Promise<void>((resolve) => {
        if (file.closed) resolve();
        else file.once('close', resolve).end();
      });
    }
  }

  #check(bytes: number): void {
    if (bytes > this.#largestBytes) throw this.#tooLarge();
    if (this.#bytes > BUDGET_FACTOR * this.#largestBytes)
      throw new ServerError('uploads-full', 'Too many recordings are being sent at once. Wait.', {
        retryAfterSeconds: 5,
      });
  }

  #tooLarge(): ServerError {
    return new ServerError(
      'upload-too-large',
      `The recording is larger than ${this.#largestBytes / 1e6} MB, which is the most that this server takes. Cut or compress it.`,
    );
  }
}
