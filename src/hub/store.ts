import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errnoCode, FileError } from '../errors.js';
import { COMMIT, type RemoteFile } from './remote-repository.js';
import { STATE_FOLDER } from './file-names.js';
import { readManifest, toSnapshot } from './snapshot-manifest.js';
import type { HubSettings } from './hub-settings.js';
import type { Select, Snapshot, SnapshotFile } from './snapshot.js';

/** The folders with the snapshots of one repository and with the commits of its branches and tags. */
export type Store = {
  readonly repository: string;
  /** Folder with one small file for each branch or tag: the commit that it had when it was last looked up. */
  readonly references: string;
  readonly folderOf: (commit: string) => string;
};

/**
 * Places `repository` at `hub/<owner>--<name>/<commit>` in the cache (`hub/modelscope--<owner>--<name>/<commit>`), or in `folder` itself, which then
 * contains one commit.
 */
export function storeFor(settings: HubSettings, repository: string, folder?: string): Store {
  if (folder !== undefined) {
    const root = resolve(folder);
    return { repository, references: join(root, STATE_FOLDER, 'refs'), folderOf: () => root };
  }
  const root = join(settings.cacheFolder, 'hub', repository.replaceAll(/[:/]/g, '--'));
  return { repository, references: join(root, 'refs'), folderOf: (commit) => join(root, commit) };
}

/** The selected files at `commit` if all of them exist with the right sizes. */
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
  if (files.length < wanted.size || !(await areComplete(folder, files))) return undefined;
  return toSnapshot(folder, manifest, files);
}

/** Path of the unfinished download of `file`; it depends on the content's checksum. */
export function partialFile(folder: string, { path, checksum }: RemoteFile): string {
  const name = createHash('sha256').update(`${checksum} ${path}`).digest('hex');
  return join(folder, STATE_FOLDER, `${name}.incomplete`);
}

/** All complete snapshots in the cache, sorted by name. */
export async function listSnapshots(cacheFolder: string): Promise<Snapshot[]> {
  const root = join(cacheFolder, 'hub');
  const found: Snapshot[] = [];
  for (const name of await namesIn(root))
    for (const commit of await namesIn(join(root, name))) {
      const folder = join(root, name, commit);
      const manifest = COMMIT.test(commit) ? await readManifest(folder) : undefined;
      if (manifest && (await areComplete(folder, manifest.files)))
        found.push(toSnapshot(folder, manifest, manifest.files));
    }
  return found;
}

/** Names of the entries of a folder, sorted; none if the folder does not exist. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoCode(error))) return [];
    throw FileError.from(error, folder, 'list');
  }
}

async function areComplete(folder: string, files: readonly SnapshotFile[]): Promise<boolean> {
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
