import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { digest } from '../digest.js';
import { COMMIT } from './remote-repository.js';
import type { HubSettings } from './hub-settings.js';
import type { Select, Snapshot, SnapshotFile } from './snapshot.js';

/**
 * Finds the selected files in the cache of Python's `huggingface_hub`, which is only read
 * (https://huggingface.co/docs/huggingface_hub/guides/manage-cache). That cache has no list of the
 * repository's files, so `select` selects from the files that are present.
 */
export async function findInPythonCache(
  { pythonCacheFolder }: HubSettings,
  repository: string,
  revision: string,
  select: Select,
): Promise<Snapshot | undefined> {
  if (pythonCacheFolder === undefined) return undefined;
  const root = join(pythonCacheFolder, `models--${repository.replace('/', '--')}`);
  const commit = COMMIT.test(revision)
    ? revision
    : (await readFile(join(root, 'refs', ...revision.split('/')), 'utf8').catch(() => '')).trim();
  if (!COMMIT.test(commit)) return undefined;
  const folder = join(root, 'snapshots', commit);
  const paths = await filesBelow(folder);
  const wanted = selectIfComplete(select, paths);
  if (wanted.length === 0) return undefined;
  const files: SnapshotFile[] = [];
  for (const path of wanted) {
    const file = await describeFile(folder, path);
    if (file === undefined) return undefined;
    files.push(file);
  }
  return { folder, repository, revision: commit, licence: undefined, endpoint: undefined, files };
}

// `select` throws if required files are missing, which here means that the snapshot is incomplete.
function selectIfComplete(select: Select, paths: readonly string[]): readonly string[] {
  try {
    return select(paths);
  } catch {
    return [];
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

async function describeFile(folder: string, path: string): Promise<SnapshotFile | undefined> {
  // The target of a link may have been deleted.
  const content = await realpath(join(folder, path)).catch(() => undefined);
  if (content === undefined) return undefined;
  const { size } = await stat(content);
  // A large file is stored under its SHA-256.
  const name = basename(content);
  const sha256 = /^[0-9a-f]{64}$/.test(name) ? name : await digest('sha256', content);
  return { path, bytes: size, sha256 };
}
