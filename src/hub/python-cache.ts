import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { digest } from './checksum.js';
import { COMMIT } from './describe.js';
import type { HubSettings } from './hub-settings.js';
import type { Select, Snapshot, SnapshotFile } from './snapshot.js';

/**
 * The wanted files in the cache of Python's `huggingface_hub`, which is only read
 * (https://huggingface.co/docs/huggingface_hub/guides/manage-cache). It has no list of what the
 * repository holds: `select` chooses from what is there.
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
  const wanted = selectIfWhole(select, paths);
  if (wanted.length === 0) return undefined;
  const files: SnapshotFile[] = [];
  for (const path of wanted) {
    const file = await describeFile(folder, path);
    if (file === undefined) return undefined;
    files.push(file);
  }
  return { folder, repository, revision: commit, licence: undefined, endpoint: undefined, files };
}

// `select` refuses a repository without a model, which here is one that is not all there.
function selectIfWhole(select: Select, paths: readonly string[]): readonly string[] {
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
  // A link whose file was deleted leads nowhere.
  const content = await realpath(join(folder, path)).catch(() => undefined);
  if (content === undefined) return undefined;
  const { size } = await stat(content);
  // Large files are stored under their checksum.
  const name = basename(content);
  const sha256 = /^[0-9a-f]{64}$/.test(name) ? name : await digest('sha256', content);
  return { path, bytes: size, sha256 };
}
