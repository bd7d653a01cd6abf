import { corruptFile } from '../corrupt-file.js';

/** Most lines; a model for emotions has 9, and other files of this name belong to speech recognition. */
const MAX_TOKENS = 1000;

/** How the name of an output begins that upstream never answers with. */
const UNUSED = 'unuse';

/**
 * Reads the classes of emotion2vec from `tokens.txt`, one in each line: `angry`, or the Chinese and the
 * English name as in `生气/angry`, of which the English one is the label. An output whose name begins
 * with `unuse` takes part in no result.
 *
 * @returns the label of each output in its order; undefined if the output is unused
 * @throws CheckpointError (`checkpoint-corrupt`) for empty lines and too many
 */
export function parseTokens(text: string, file: string): readonly (string | undefined)[] {
  const lines = text.replace(/(\r?\n)+$/, '').split(/\r?\n/);
  if (lines.length > MAX_TOKENS) throw corruptFile(file, `it has ${lines.length} lines`);
  const names = lines.map((line) => line.trim());
  if (names.includes('')) throw corruptFile(file, 'it has an empty line');
  return names.map((name) => (name.startsWith(UNUSED) ? undefined : englishName(name)));
}

function englishName(name: string): string {
  const english = name.slice(name.lastIndexOf('/') + 1).trim();
  return english === '' ? name : english;
}
