import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errnoCode, FileError } from '../errors.js';
import { COMMIT, type RemoteFile } from './describe.js';
import { STATE_FOLDER } from './file-names.js';
import { readManifest, toSnapshot, writeWhole } from './snapshot-manifest.js';
import type { HubSettings } from './hub-settings.js';
import type { Select, Snapshot, SnapshotFile } from './snapshot.js';

/** Where the snapshots of one repository and the commits of its branches and tags are kept. */
export type Store = {
  readonly repository: string;
  /** One small file for each branch or tag, with the commit it meant when it was last fetched. */
  readonly references: string;
  readonly folderOf: (commit: string) => string;
};

/**
 * The place for `repository`: `hub/<owner>--<name>/<commit>` in our cache, or `folder` itself, which
 * then holds one commit.
 */
export function storeFor(settings: HubSettings, repository: string, folder?: string): Store {
  if (folder !== undefined) {
    const root = resolve(folder);
    return { repository, references: join(root, STATE_FOLDER, 'refs'), folderOf: () => root };
  }
  const root = join(settings.cacheFolder, 'hub', repository.replace('/', '--'));
  return { repository, references: join(root, 'refs'), folderOf: (commit) => join(root, commit) };
}

/** The wanted files at `commit` if all of them are there, by name and size. */
export async function findSnapshot(
  { folderOf, repository }: Store,
  commit: string,
  select: Select,
): Promise<Snapshot | undefined> {
  const folder = folderOf(commit);
  const manifest = await readManifest(folder);
  if (manifest?.revision !== commit || manifest.repository !== repository) return undefined;
  const wanted = new Set(select(manifest.paths));
  const files = manifest.files.filter(({ path }) => wanted.has(path));
  if (files.length < wanted.size || !(await allThere(folder, files))) return undefined;
  return toSnapshot(folder, manifest, files);
}

/** The commit that a branch or tag meant when it was last fetched. */
export async function readReference(store: Store, revision: string): Promise<string | undefined> {
  const text = await readFile(referenceFile(store, revision), 'utf8').catch(() => '');
  return COMMIT.test(text) ? text : undefined;
}

/** Notes the commit that a branch or tag means. */
export async function writeReference(store: Store, revision: string, commit: string) {
  // Unchanged, it is not written, so that a complete cache may be read-only.
  if (revision === commit || (await readReference(store, revision)) === commit) return;
  await writeWhole(referenceFile(store, revision), commit);
}

function referenceFile({ references }: Store, revision: string): string {
  return join(references, encodeURIComponent(revision));
}

/** Where the bytes of `file` are gathered; another content has another name. */
export function partialFile(folder: string, { path, checksum }: RemoteFile): string {
  const name = createHash('sha256').update(`${checksum} ${path}`).digest('hex');
  return join(folder, STATE_FOLDER, `${name}.incomplete`);
}

/** All complete snapshots in our cache, sorted by name: what is installed, from where, how large. */
export async function listSnapshots(cacheFolder: string): Promise<Snapshot[]> {
  const root = join(cacheFolder, 'hub');
  const found: Snapshot[] = [];
  for (const name of await namesIn(root))
    for (const commit of await namesIn(join(root, name))) {
      const folder = join(root, name, commit);
      const manifest = COMMIT.test(commit) ? await readManifest(folder) : undefined;
      if (manifest && (await allThere(folder, manifest.files)))
        found.push(toSnapshot(folder, manifest, manifest.files));
    }
  return found;
}

/** Names of the entries of a folder, sorted; none if there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoCode(error))) return [];
    throw FileError.from(error, folder, 'list');
  }
}

async function allThere(folder: string, files: readonly SnapshotFile[]): Promise<boolean> {
  const sizes = await Promise.all(
    files.map(({ path }) =>
      stat(join(folder, path)).then(
        (info) => info.size,
        () => undefined,
      ),
    ),
  );
  return files.every(({ bytes }, index) => sizes[index] === bytes);
}
