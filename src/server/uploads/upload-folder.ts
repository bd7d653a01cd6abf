import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { errnoCode } from '../../errors.js';
import { ServerError } from '../problem/index.js';
import { inWords, makeFolder, restoreFolder, SCRATCH } from './private-folder.js';
import { OWNER_FILE, RENEW_MS, sweepAbandoned } from './sweep.js';
import { UploadBudget } from './upload-budget.js';
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
  /** Who sends it. */
  readonly client: string;
  /** Size limit in bytes. Default: that of one recording. */
  readonly largestBytes?: number | undefined;
  /** Ends the upload. */
  readonly signal: AbortSignal;
};

/** Size limit of all uploads together, as a multiple of the limit of one. */
const BUDGET_FACTOR = 20;

/** The same for conversations; a client, who may use a quarter, can send one. */
const CONVERSATIONS_FACTOR = 5;

/** Limit of the number of uploads, as a multiple of that of one request. */
const FILES_FACTOR = 20;

/** Folder inside an upload folder for models that are made on this server. */
const MODELS = 'models';

/** Gradio's uploads are kept for ten minutes. */
const KEPT_MS = 600_000;

/** What the uploads may use. */
export type UploadLimits = {
  /** Size limit of one upload, in bytes. */
  readonly largestBytes: number;
  /** Size limit of a conversation, in bytes. Default: as `largestBytes`. */
  readonly conversationBytes?: number;
  /** Largest number of uploads in one request. */
  readonly maxFiles: number;
};

/**
 * The server's own folder for uploads: random names, readable only by this user, a bounded size.
 * The folder is removed when the server stops; after a crash the next start removes it.
 */
export class UploadFolder {
  readonly #folder: string;
  readonly #largestBytes: number;
  readonly #budget: UploadBudget;
  #restoring: Promise<void> | undefined;
  readonly #renewal: NodeJS.Timeout;

  private constructor(
    folder: string,
    { largestBytes, conversationBytes = 0, maxFiles }: UploadLimits,
  ) {
    this.#folder = folder;
    this.#largestBytes = largestBytes;
    const bytes = Math.max(BUDGET_FACTOR * largestBytes, CONVERSATIONS_FACTOR * conversationBytes);
    const limits = { bytes, files: FILES_FACTOR * maxFiles };
    this.#budget = new UploadBudget(limits, KEPT_MS);
    this.#renewal = setInterval(() => {
      const now = new Date();
      void utimes(join(folder, OWNER_FILE), now, now).catch(() => undefined);
    }, RENEW_MS).unref();
  }

  /**
   * Removes the folders of servers that no longer run and makes a new one.
   *
   * @param parent where the folder is made; default: the system's temporary folder
   * @throws FileError
   */
  static async open(limits: UploadLimits, parent = tmpdir()): Promise<UploadFolder> {
    await sweepAbandoned(parent);
    return new UploadFolder(await makeFolder(parent), limits);
  }

  /** Where the uploads lie. */
  get folder(): string {
    return this.#folder;
  }

  /** Folder for the temporary files of the processes that decode. */
  get scratch(): string {
    return join(this.#folder, SCRATCH);
  }

  /** Folder for models that are made from uploads; it is made when it is needed. */
  get models(): string {
    return join(this.#folder, MODELS);
  }

  /** Number of uploads that are stored now, those that still arrive among them. */
  get files(): number {
    return this.#budget.files;
  }

  /**
   * Stores a stream while it arrives.
   *
   * @throws ServerError `upload-too-large`, `uploads-full`; FileError if it cannot be written; the
   * signal's reason
   */
  async receive(stream: Readable, options: ReceiveOptions): Promise<Upload> {
    const { isTruncated, client, signal, largestBytes = this.#largestBytes } = options;
    const path = join(this.#folder, randomUUID());
    // The stream may also fail while nothing reads it: before the file is open and after an error.
    stream.on('error', () => undefined);
    const claim = this.#budget.begin(client);
    const remove = async () => {
      claim.end();
      await rm(path, { force: true });
    };
    const onBytes = (count: number) => {
      claim.add(count);
      if (claim.bytes > largestBytes) throw tooLarge(largestBytes);
    };
    try {
      await writeStream(stream, await this.#openFile(path), onBytes, signal);
      if (isTruncated()) throw tooLarge(largestBytes);
      return { path, bytes: claim.bytes, remove };
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
    clearInterval(this.#renewal);
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
}

function tooLarge(largestBytes: number): ServerError {
  return new ServerError(
    'upload-too-large',
    `The recording is larger than ${largestBytes / 1e6} MB, the limit of this server. Cut or compress it.`,
  );
}
