import { constants } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { CheckpointError, FileError, errnoCode } from '../../errors.js';
import { openFileBlob } from '../../file-blob.js';
import { type BlobFolder, innerPath } from './blob-folder.js';

/** How {@link openFolder} treats symbolic links. */
export type OpenFolderOptions = {
  /**
   * `follow`: links are followed wherever they lead; for a folder that a person names on the own disk,
   * such as SpeechBrain's `savedir`, whose files are links into a cache. `inside`: only links that stay
   * in the folder are followed; for a folder whose content comes from a hub. Default: `follow`.
   */
  readonly links?: 'follow' | 'inside';
};

/**
 * Opens a folder on disk for reading. The paths of files cannot leave the folder: `..` and absolute
 * paths are refused.
 *
 * With `links: 'inside'` there is one exception: the files of a snapshot in the cache of Hugging Face's
 * Python tools (`…/snapshots/<revision>`) are links into the `blobs` folder two levels up.
 *
 * @throws FileError if there is no such folder, it is a file, or it cannot be read.
 */
export async function openFolder(
  path: string,
  { links = 'follow' }: OpenFolderOptions = {},
): Promise<BlobFolder> {
  const root = await realFolder(path);
  const allowed = links === 'inside' ? [root, ...snapshotBlobs(root)] : undefined;
  return {
    name: path,
    list: () => listFiles(root, path),
    folders: (inner) => listFolders(inner === '' ? root : join(root, innerPath(inner))),
    open: (file) => openFile(root, file, allowed),
    has: async (file) => (await fileKind(join(root, innerPath(file)))) === 'file',
  };
}

async function realFolder(path: string): Promise<string> {
  try {
    const root = await realpath(path);
    await access(root, constants.R_OK);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw FileError.from(error, path, 'open the folder');
  }
  throw new FileError(
    'file-unreadable',
    `Could not open the folder ${path}: it is a file, expected the folder of a model.`,
  );
}

/** @param allowed the folders that links may lead to; default: any */
async function openFile(root: string, file: string, allowed?: readonly string[]): Promise<Blob> {
  const path = join(root, innerPath(file));
  if (!allowed) return openFileBlob(path);
  const real = await realpath(path).catch((error: unknown) => {
    throw FileError.from(error, path, 'open');
  });
  if (allowed.some((folder) => real.startsWith(folder + sep))) return openFileBlob(real);
  throw leaves(path, real);
}

async function listFiles(root: string, name: string): Promise<readonly string[]> {
  try {
    const names = await readdir(root);
    const kinds = await Promise.all(names.map((file) => fileKind(join(root, file))));
    return names.filter((_, index) => kinds[index] === 'file').sort();
  } catch (error) {
    throw FileError.from(error, name, 'list the folder');
  }
}

/** Links are not followed: what is found in a folder lies in it. */
async function listFolders(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoCode(error))) return [];
    throw FileError.from(error, path, 'list the folder');
  }
}

// A pipe or a device is `other`: reading one could block for ever.
async function fileKind(path: string): Promise<'file' | 'other' | 'absent'> {
  try {
    return (await stat(path)).isFile() ? 'file' : 'other';
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errnoCode(error))) return 'absent';
    throw FileError.from(error, path, 'look at');
  }
}

function snapshotBlobs(root: string): readonly string[] {
  const parent = dirname(root);
  return basename(parent) === 'snapshots' ? [join(dirname(parent), 'blobs')] : [];
}

function leaves(path: string, real: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsafe',
    `${path} is a link to ${real}, which is outside its folder, expected a file inside. ` +
      'If you trust the folder, copy it with the files that its links lead to: cp -rL FOLDER COPY.',
  );
}
