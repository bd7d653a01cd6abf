import { randomUUID } from 'node:crypto';
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoCode, FileError, ObjectStoreError } from '../errors.js';
import { openFileBlob } from '../file-blob.js';
import { makeFolder, PRIVATE_FOLDER } from '../make-folder.js';
import { checkSize, limitStream, streamOf } from './limit-stream.js';
import { checkAge, checkObjectKey, isObjectKey } from './object-key.js';
import type { ObjectLimits, ObjectStore } from './object-store.js';
import { writeNew } from './write-new.js';

/** Files that are being written; a key cannot begin with a dot. */
const PART = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/**
 * Objects as files of a folder that all machines share. Only the owner may read them. Another file in the
 * folder is never touched.
 */
export class FolderStore implements ObjectStore {
  readonly #folder: string;
  readonly #limits: ObjectLimits;

  private constructor(folder: string, limits: ObjectLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /** @throws FileError if the folder cannot be made */
  static async open(folder: string, limits: ObjectLimits): Promise<FolderStore> {
    await makeFolder(folder, PRIVATE_FOLDER);
    return new FolderStore(folder, limits);
  }

  async put(key: string, content: ReadableStream<Uint8Array> | Blob): Promise<void> {
    checkObjectKey(key);
    const part = join(this.#folder, `.${randomUUID()}.part`);
    const path = join(this.#folder, key);
    await writeNew(part, limitStream(streamOf(content), key, this.#limits.maxBytes), path);
    await rename(part, path).catch(async (error: unknown) => {
      await rm(part, { force: true });
      throw FileError.from(error, path, 'write');
    });
  }

  async get(key: string): Promise<Blob> {
    checkObjectKey(key);
    const path = join(this.#folder, key);
    try {
      const found = await lstat(path);
      // A link could lead to any file of the machine.
      if (!found.isFile()) throw missing(key);
      checkSize(key, found.size, this.#limits.maxBytes);
      return await openFileBlob(path);
    } catch (error) {
      if (error instanceof ObjectStoreError) throw error;
      if (errnoCode(error) === 'ENOENT') throw missing(key, error);
      throw FileError.from(error, path, 'read');
    }
  }

  async delete(key: string): Promise<void> {
    checkObjectKey(key);
    const path = join(this.#folder, key);
    await rm(path, { force: true }).catch((error: unknown) => {
      throw FileError.from(error, path, 'delete');
    });
  }

  async sweep(olderThanSeconds: number): Promise<number> {
    checkAge(olderThanSeconds);
    const latest = Date.now() - olderThanSeconds * 1000;
    const names = await readdir(this.#folder).catch((error: unknown) => {
      throw FileError.from(error, this.#folder, 'read');
    });
    let count = 0;
    for (const name of names.filter((name) => isObjectKey(name) || PART.test(name)))
      if (await removeIfOlder(join(this.#folder, name), latest)) count++;
    return count;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function removeIfOlder(path: string, latest: number): Promise<boolean> {
  // Another process may sweep at the same time.
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isFile() || found.mtimeMs > latest) return false;
  return await rm(path).then(
    () => true,
    () => false,
  );
}

/** The error for an object that does not exist. */
export function missing(key: string, cause?: unknown): ObjectStoreError {
  return new ObjectStoreError(
    'store-object-missing',
    `There is no object ${key} in the store. It has been deleted, or its upload was interrupted; send the recording again.`,
    { cause },
  );
}
