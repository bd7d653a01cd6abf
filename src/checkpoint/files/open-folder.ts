import { constants, openAsBlob } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { CheckpointError, FileError, errnoCode } from '../../errors.js';
import { type BlobFolder, innerPath } from './blob-folder.js';

/**
 * Opens a folder on disk for reading.
 *
 * Symbolic links inside are followed as long as they stay in the folder. The one exception is a
 * snapshot in the cache of Hugging Face's Python tools (`…/snapshots/<revision>`), whose files are
 * links into the `blobs` folder two levels up.
 *
 * @throws FileError if there is no such folder, it is a file, or it cannot be read.
 */
export async function openFolder(path: string): Promise<BlobFolder> {
  const root = await realFolder(path);
  const roots = [root, ...snapshotBlobs(root)];
  const open = (file: string) => openFile(root, roots, file);
  return {
    name: path,
    list: () => listFiles(root, path),
    open,
    has: async (file) => {
      const found = await fileKind(join(root, innerPath(file)));
      return found === 'file';
    },
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

async function openFile(root: string, roots: readonly string[], file: string): Promise<Blob> {
  const path = join(root, innerPath(file));
  try {
    const real = await realpath(path);
    if (!roots.some((folder) => real.startsWith(folder + sep))) throw leaves(path, real);
    await access(real, constants.R_OK);
    if ((await fileKind(real)) === 'file') return await openAsBlob(real);
  } catch (error) {
    throw error instanceof CheckpointError ? error : FileError.from(error, path, 'open');
  }
  throw new FileError('file-is-folder', `Could not open ${path}: it is no file, expected a file.`);
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

// Pipes and devices are neither: reading one could block for ever.
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
      'Copy the file into the folder if you trust it.',
  );
}
