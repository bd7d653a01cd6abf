import { CheckpointError } from '../errors.js';

/** Folder inside a snapshot's folder for the manifest, lock, references and unfinished downloads. */
export const STATE_FOLDER = '.wav2emo';

// Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const FORBIDDEN = /[<>:"\\|?*\p{C}]/u;
const MAX_NAME_BYTES = 255;
const MAX_PATH_LETTERS = 1000;

/**
 * Checks that the file names in a hub's listing can be written below one folder on every system: no
 * absolute or reserved names, none that leave the folder, and no two that are equal if case is
 * ignored.
 *
 * @throws {CheckpointError} `checkpoint-unsafe` with the first bad name.
 */
export function checkFileNames(paths: readonly string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    const folded = path.normalize('NFC').toLowerCase();
    const problem = seen.has(folded) ? 'another file has the same name' : problemOf(path);
    seen.add(folded);
    if (problem === undefined) continue;
    throw new CheckpointError(
      'checkpoint-unsafe',
      `The repository lists a file named ${JSON.stringify(path.slice(0, 200))}: ${problem}. Nothing was written. Expected plain relative names; use another model, or report this to its author.`,
    );
  }
}

function problemOf(path: string): string | undefined {
  if (path.length > MAX_PATH_LETTERS) return 'it is too long';
  if (FORBIDDEN.test(path))
    return 'it has a character that some systems do not permit in file names';
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'it is absolute or leaves its folder';
  if (parts.some((part) => Buffer.byteLength(part) > MAX_NAME_BYTES)) return 'it is too long';
  if (parts.some((part) => RESERVED.test(part) || /[. ]$/.test(part)))
    return 'it is reserved on some systems';
  return parts[0]?.toLowerCase() === STATE_FOLDER ? 'it is reserved for wav2emo' : undefined;
}
