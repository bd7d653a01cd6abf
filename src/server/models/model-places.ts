import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolderOf } from '../../cache-folder.js';

/**
 * The folders in which models may lie: the cache, and the folder that the server was started with. Its
 * files may be links into other folders, as in the cache of Hugging Face's library.
 *
 * @param model what the server was started with: a folder, or the name of a model
 */
export async function modelPlaces(model: string | undefined): Promise<string[]> {
  const cacheFolder = cacheFolderOf(process.env);
  if (model === undefined) return [cacheFolder];
  const names = await readdir(model).catch(() => []);
  const files = await Promise.all(
    names.map((name) => realpath(join(model, name)).catch(() => undefined)),
  );
  const folders = files.flatMap((file) => (file === undefined ? [] : [dirname(file)]));
  return [cacheFolder, ...new Set(folders)];
}
