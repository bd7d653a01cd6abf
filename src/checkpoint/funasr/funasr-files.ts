import { CheckpointError } from '../../errors.js';
import type { CheckpointFile } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { readText } from '../files/read-range.js';

/** File of the settings of a FunASR model. */
export const FUNASR_CONFIG_FILE = 'config.yaml';

/** File of the weights of a FunASR model. */
export const FUNASR_WEIGHTS_FILE = 'model.pt';

/** Reads a text of the folder and adds its file to `files`. */
export async function readNamed(
  folder: BlobFolder,
  path: string,
  maxBytes: number,
  files: CheckpointFile[],
): Promise<string> {
  return readText(await openNamed(folder, path, files), path, maxBytes);
}

/**
 * Opens a file of the folder and adds it to `files`.
 *
 * @throws CheckpointError (`checkpoint-incomplete`) if it is absent
 */
export async function openNamed(
  folder: BlobFolder,
  path: string,
  files: CheckpointFile[],
): Promise<Blob> {
  if (!(await folder.has(path))) throw await absent(folder, path);
  const blob = await folder.open(path);
  files.push({ path, bytes: blob.size });
  return blob;
}

/** The error for a file that the folder lacks. */
export async function absent(folder: BlobFolder, path: string): Promise<CheckpointError> {
  const found = (await folder.list()).slice(0, 20).join(', ') || 'nothing';
  return new CheckpointError(
    'checkpoint-incomplete',
    `${folder.name} holds ${found}; expected ${path} beside ${FUNASR_CONFIG_FILE}. Download the model whole.`,
  );
}
