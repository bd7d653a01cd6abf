import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { errnoCode } from '../../errors.js';
import { ServerError } from '../problem/index.js';
import { inWords, makeFolder, restoreFolder, SCRATCH } from './private-folder.js';
import { sweepAbandoned } from './sweep.js';
import { writeStream } from './write-stream.js';

/** A recording of a client, stored under a random name. */
export type Upload = {
  /** Contains nothing that the client sent. */
  readonly path: string;
  readonly bytes: number;
  /** Deletes the file; a second call does nothing. */
  readonly remove: () => Promise<void>;
};

/** How an upload is received. */
export type ReceiveOptions = {
  /** Whether a parser cut the stream off at the size limit; read after the end of the stream. */
  readonly isTruncated: () => boolean;
  /** Ends the upload. */
  readonly signal: AbortSignal;
};

/** Size limit of all uploads together, as a multiple of the limit of one. */
const BUDGET_FACTOR = 20;

/** A client may try again after this time if the budget is used up. */
const FULL_RETRY_SECONDS = 5;

/**
 * The server's own folder for uploads: random names, readable only by this user, a bounded size.
 * The folder is removed when the server stops; after a crash the next start removes it.
 */
export class UploadFolder {
  readonly #folder: string;
  readonly #largestBytes: number;
  #bytes = 0;
  #files = 0;
  #restoring: Promise<void> | undefined;

  private constructor(folder: string, largestBytes: number) {
    this.#folder = folder;
    this.#largestBytes = largestBytes;
  }

  /**
   * Removes the folders of servers that no longer run and makes a new one.
   *
   * @param largestBytes size limit of one upload
   * @param parent where the folder is made; default: the system's temporary folder
   * @throws FileError
   */
  static async open(largestBytes: number, parent = tmpdir()): Promise<UploadFolder> {
    await sweepAbandoned(parent);
    return new UploadFolder(await makeFolder(parent), largestBytes);
  }

  /** Folder for the temporary files of the processes that decode. */
  get scratch(): string {
    return join(this.#folder, SCRATCH);
  }

  /** Number of uploads that are stored now, those that still arrive among them. */
  get files(): number {
    return this.#files;
  }

  /**
   * Stores a stream while it arrives.
   *
   * @throws ServerError `upload-too-large`, `uploads-full`; FileError if it cannot be written; the
   * signal's reason
   */
  async receive(stream: Readable, { isTruncated, signal }: ReceiveOptions): Promise<Upload> {
    const path = join(this.#folder, randomUUID());
    let bytes = 0;
    let isStored = true;
    this.#files++;
    const remove = async () => {
      if (!isStored) return;
      isStored = false;
      this.#files--;
      this.#bytes -= bytes;
      await rm(path, { force: true });
    };
    const onBytes = (count: number) => {
      bytes += count;
      this.#bytes += count;
      this.#check(bytes);
    };
    // The stream may also fail while nothing reads it: before the file is open and after an error.
    stream.on('error', () => undefined);
    try {
      await writeStream(stream, await this.#openFile(path), onBytes, signal);
      if (isTruncated()) throw this.#tooLarge();
      return { path, bytes, remove };
    } catch (error) {
      await remove();
      throw error;
    }
  }

  /** Removes the temporary files of processes that were killed. */
  async clearScratch(): Promise<void> {
    const names = await readdir(this.scratch).catch(() => []);
    for (const name of names) await rm(join(this.scratch, name), { recursive: true, force: true });
  }

  /** Removes the folder with everything in it. */
  async dispose(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Opens a new file, and makes the folder again if it is missing. */
  async #openFile(path: string): Promise<FileHandle> {
    const openNew = () => open(path, 'wx', 0o600);
    return await openNew().catch(async (error: unknown) => {
      if (errnoCode(error) !== 'ENOENT') inWords(error);
      this.#restoring ??= restoreFolder(this.#folder).finally(() => {
        this.#restoring = undefined;
      });
      await this.#restoring;
      return await openNew().catch(inWords);
    });
  }

  #check(bytes: number): void {
    if (bytes > this.#largestBytes) throw this.#tooLarge();
    if (this.#bytes > BUDGET_FACTOR * this.#largestBytes)
      throw new ServerError(
        'uploads-full',
        'Too many recordings are being uploaded at once. Try again later.',
        { retryAfterSeconds: FULL_RETRY_SECONDS },
      );
  }

  #tooLarge(): ServerError {
    return new ServerError(
      'upload-too-large',
      `The recording is larger than ${this.#largestBytes / 1e6} MB, the limit of this server. Cut or compress it.`,
    );
  }
}
