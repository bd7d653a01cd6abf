import { readFile, stat } from 'node:fs/promises';
import { BaselineError, errnoCode, FileError } from '../errors.js';
import { type Baseline, parseBaseline } from '../inference/index.js';

/** A baseline has about 10 kB; a larger file is not read. */
const MAX_BASELINE_BYTES = 1 << 22;

/**
 * Reads the file of a baseline.
 *
 * @throws FileError if it cannot be read; BaselineError `baseline-corrupt` if it is not a baseline
 */
export async function readBaseline(place: string): Promise<Baseline> {
  let text: string;
  try {
    const { size } = await stat(place);
    if (size > MAX_BASELINE_BYTES)
      throw new BaselineError(
        'baseline-corrupt',
        `${place} has ${size} bytes, which is too large for a baseline. Make one with "wav2emo baseline RECORDINGS -o FILE".`,
      );
    text = await readFile(place, 'utf8');
  } catch (error) {
    if (error instanceof BaselineError) throw error;
    throw FileError.from(error, place, 'read');
  }
  return parseBaseline(text, place);
}

/**
 * Refuses to write a baseline over a file that is none, such as a recording that a pattern put behind
 * `-o`.
 *
 * @throws FileError `file-exists`
 */
export async function refuseOtherFile(place: string): Promise<void> {
  try {
    await readBaseline(place);
  } catch (error) {
    if (error instanceof FileError && errnoCode(error.cause) === 'ENOENT') return;
    throw new FileError(
      'file-exists',
      `${place} exists already and is not a baseline, so that it is not replaced. Choose another name.`,
      { cause: error },
    );
  }
}
