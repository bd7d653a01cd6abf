import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileError } from '../errors.js';
import { openFileBlob } from '../file-blob.js';
import { formatOwner, hasEnded, parseOwner, thisProcess } from '../process-owner.js';
import { writeNew } from './write-new.js';

/** Prefix of the folders with copies; the owner follows, and a random end. */
const PREFIX = 'wav2emo-objects-';
/** A hyphen, and the six characters that `mkdtemp` appends. */
const RANDOM_END = /-[A-Za-z0-9]{6}$/;

/**
 * Copies of objects of another machine: files that only this user may read, so that a blob needs no
 * memory. They are deleted with their object, or when the store is closed; the next process removes what a
 * crash left.
 */
export class Downloads {
  readonly #paths = new Map<string, string[]>();
  readonly #parent: string;
  #folder: Promise<string> | undefined;

  /** @param parent default: the system's temporary folder */
  constructor(parent = tmpdir()) {
    this.#parent = parent;
  }

  /**
   * Copies the bytes of an object.
   *
   * @throws FileError if the copy cannot be written; what the chunks throw
   */
  async add(key: string, chunks: AsyncIterable<Uint8Array>): Promise<Blob> {
    const folder = await (this.#folder ??= makeFolder(this.#parent));
    const path = join(folder, randomUUID());
    await writeNew(path, chunks, `a copy of the object ${key} in ${this.#parent}`);
    this.#paths.set(key, [...(this.#paths.get(key) ?? []), path]);
    return await openFileBlob(path);
  }

  /** Deletes the copies of an object. */
  async delete(key: string): Promise<void> {
    const paths = this.#paths.get(key) ?? [];
    this.#paths.delete(key);
    for (const path of paths) await rm(path, { force: true });
  }

  /** Deletes all copies. */
  async close(): Promise<void> {
    this.#paths.clear();
    const folder = await this.#folder?.catch(() => undefined);
    this.#folder = undefined;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function makeFolder(parent: string): Promise<string> {
  await removeAbandoned(parent);
  try {
    return await mkdtemp(join(parent, `${PREFIX}${formatOwner(await thisProcess())}-`));
  } catch (error) {
    throw FileError.from(error, parent, 'make a folder in');
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(PREFIX))) {
    const owner = parseOwner(name.slice(PREFIX.length).replace(RANDOM_END, ''));
    // Folders of other users cannot be removed, which is not this store's concern.
    if (owner && (await hasEnded(owner)))
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
