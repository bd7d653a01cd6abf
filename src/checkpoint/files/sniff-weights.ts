import { CheckpointError } from '../../errors.js';
import { readRange } from './read-range.js';

/** The kind of a file of weights, in words that complete "the file is …". */
export type FileKind = 'a zip archive' | 'a pickle' | 'a web page' | 'of an unknown format';

/**
 * Recognises the kind of a file by its first bytes.
 *
 * @throws CheckpointError (`checkpoint-incomplete`) if the file is empty or a pointer of Git LFS instead
 * of the file itself: downloads of models usually fail in these two ways.
 */
export async function sniff(blob: Blob, file: string): Promise<FileKind> {
  if (blob.size === 0) throw incomplete(file, 'is empty', 'Download it again.');
  const bytes = await readRange(blob, 0, Math.min(blob.size, 64), file);
  const text = String.fromCharCode(...bytes);
  if (text.startsWith('version https://git-lfs')) {
    throw incomplete(file, 'is a pointer of Git LFS', 'Run `git lfs pull` in its folder.');
  }
  if (text.startsWith('PK\x03\x04')) return 'a zip archive';
  if (beginsLikeSafetensors(bytes)) return 'of an unknown format';
  if (bytes[0] === 0x80 && [2, 3, 4, 5].includes(bytes[1] ?? 0)) return 'a pickle';
  return /^\s*<(?:!doctype|html)/i.test(text) ? 'a web page' : 'of an unknown format';
}

/**
 * The length of a JSON header, in eight bytes, and the header. The lowest bytes of the length may be those
 * that a pickle begins with: one header of 2,048 has 0x80 and a number of 2 to 5 there.
 */
function beginsLikeSafetensors(bytes: Uint8Array): boolean {
  return bytes[8] === '{'.charCodeAt(0) && bytes.subarray(4, 8).every((byte) => byte === 0);
}

function incomplete(file: string, found: string, advice: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-incomplete',
    `${file} ${found}, expected the weights of a model. ${advice}`,
  );
}
