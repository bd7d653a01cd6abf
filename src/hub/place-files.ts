import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileError } from '../errors.js';
import { makeFolder } from '../make-folder.js';
import type { RemoteFile, RemoteRepository } from './remote-repository.js';
import { STATE_FOLDER } from './file-names.js';
import { removeManifest, toSnapshot, writeManifest, type Manifest } from './snapshot-manifest.js';
import type { FetchOptions, Snapshot } from './snapshot.js';
import { namesIn, partialFile } from './store.js';

/** A folder, the files that it shall contain, and the checksums of those that are present. */
export type InstallPlan = {
  readonly folder: string;
  readonly files: readonly RemoteFile[];
  /** SHA-256 (hex) by path. */
  readonly ready: Map<string, string>;
};

/**
 * Renames the downloaded files to their final names and writes the manifest, which replaces the
 * manifest `old` and declares the folder complete. Files of an older commit are deleted.
 */
export async function placeFiles(
  { folder, files, ready }: InstallPlan,
  fetched: readonly RemoteFile[],
  old: Manifest | undefined,
  { repository, settings }: FetchOptions,
  { revision, licence, files: all }: RemoteRepository,
): Promise<Snapshot> {
  const own = files.map(({ path, bytes }) => ({ path, bytes, sha256: ready.get(path) ?? '' }));
  const others = old?.files.filter(({ path }) => !ready.has(path)) ?? [];
  const isSame = old?.revision === revision;
  if (old && !isSame) {
    await removeManifest(folder);
    for (const { path } of others) await rm(join(folder, path), { force: true });
  }
  for (const file of fetched) await place(partialFile(folder, file), join(folder, file.path));
  const manifest: Manifest = {
    repository,
    revision,
    licence,
    endpoint: settings.endpoint,
    files: [...(isSame ? others : []), ...own],
    paths: all.map(({ path }) => path),
  };
  await writeManifest(folder, manifest);
  await sweep(join(folder, STATE_FOLDER));
  return toSnapshot(folder, manifest, own);
}

async function place(partial: string, target: string): Promise<void> {
  await makeFolder(dirname(target));
  await rename(partial, target).catch((error: unknown) => {
    throw FileError.from(error, target, 'write');
  });
}

/** Deletes unfinished downloads that are no longer needed. */
async function sweep(state: string): Promise<void> {
  for (const name of await namesIn(state))
    if (name.endsWith('.incomplete')) await rm(join(state, name), { force: true });
}
