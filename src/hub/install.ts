import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../errors.js';
import { makeFolder, PRIVATE_FOLDER } from '../make-folder.js';
import { checksumIfSame } from './checksum.js';
import type { RemoteFile, RemoteRepository } from './remote-repository.js';
import { download } from './download.js';
import { checkFileNames, STATE_FOLDER } from './file-names.js';
import { withLock } from '../with-lock.js';
import { readManifest, type Manifest } from './snapshot-manifest.js';
import { type InstallPlan, placeFiles } from './place-files.js';
import type { FetchOptions, Select, Snapshot } from './snapshot.js';
import { findSnapshot, partialFile, type Store } from './store.js';

/**
 * Downloads the selected files of a repository and declares them complete. All files are downloaded
 * under temporary names and checked; then they are renamed and the manifest is written, so that no
 * final name ever contains a part of a file. One process works at a time; the others wait for it and
 * use its files.
 */
export async function install(
  store: Store,
  options: FetchOptions,
  remote: RemoteRepository,
): Promise<Snapshot> {
  const files = selectFiles(remote, options.select);
  const folder = store.folderOf(remote.revision);
  const state = join(folder, STATE_FOLDER);
  // A folder that a person named keeps the usual modes; the cache may hold private models.
  await makeFolder(state, options.folder === undefined ? PRIVATE_FOLDER : undefined);
  return await withLock(join(state, 'lock'), options.signal, async () => {
    const installed = await findSnapshot(store, remote.revision, options.select);
    if (installed) return installed;
    const plan: InstallPlan = { folder, files, ready: await checksumsOfPresent(folder, files) };
    const old = await readManifest(folder);
    if (options.folder !== undefined) await checkOwnership(plan, old, options.repository);
    const fetched = await fetchMissing(plan, options, remote);
    return await placeFiles(plan, fetched, old, options, remote);
  });
}

function selectFiles({ files }: RemoteRepository, select: Select): RemoteFile[] {
  const wanted = new Set(select(files.map(({ path }) => path)));
  const selected = files.filter(({ path }) => wanted.has(path));
  if (selected.length < wanted.size)
    throw new RangeError(
      'select returned a path that the repository does not have, expected some of its arguments.',
    );
  checkFileNames(selected.map(({ path }) => path));
  return selected;
}

/** SHA-256 by path of the files that the folder already contains. */
async function checksumsOfPresent(folder: string, files: readonly RemoteFile[]) {
  const ready = new Map<string, string>();
  for (const file of files) {
    const sha256 = await checksumIfSame(join(folder, file.path), file);
    if (sha256 !== undefined) ready.set(file.path, sha256);
  }
  return ready;
}

/** In a folder that the user named, only files of an earlier download may be replaced. */
async function checkOwnership(plan: InstallPlan, old: Manifest | undefined, repository: string) {
  const { folder, files, ready } = plan;
  if (old && old.repository !== repository)
    throw new FileError(
      'file-exists',
      `${folder} contains ${old.repository}, not ${repository}. Choose another folder, or delete this one.`,
    );
  const own = new Set(old?.files.map(({ path }) => path));
  for (const { path } of files) {
    if (ready.has(path) || own.has(path)) continue;
    const found = await lstat(join(folder, path)).catch(() => undefined);
    if (found)
      throw new FileError(
        'file-exists',
        `${join(folder, path)} exists already and is not the file of ${repository}. Choose another folder, or move the file.`,
      );
  }
}

async function fetchMissing(
  { folder, files, ready }: InstallPlan,
  options: FetchOptions,
  remote: RemoteRepository,
) {
  const { repository, settings, signal, onLicence, onProgress } = options;
  const { revision, licence } = remote;
  const missing = files.filter(({ path }) => !ready.has(path));
  if (missing.length === 0) return missing;
  const totalBytes = sum(files);
  let doneBytes = totalBytes - sum(missing);
  await onLicence?.({ repository, revision, licence, totalBytes });
  for (const file of missing) {
    const sha256 = await download({
      hub: { settings, repository, revision, signal },
      file,
      partial: partialFile(folder, file),
      onBytes: (bytes) =>
        onProgress?.({ file: file.path, doneBytes: doneBytes + bytes, totalBytes }),
    });
    doneBytes += file.bytes;
    ready.set(file.path, sha256);
  }
  return missing;
}

function sum(files: readonly RemoteFile[]): number {
  return files.reduce((bytes, file) => bytes + file.bytes, 0);
}
