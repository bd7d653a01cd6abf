import { CheckpointError } from '../errors.js';

/**
 * The error (`checkpoint-corrupt`) for a file whose content contradicts its format.
 *
 * @param file the file's name in messages
 * @param reason what was found; completes "the file is damaged:"
 */
export function corruptFile(file: string, reason: string, cause?: unknown): CheckpointError {
  return new CheckpointError(
    'checkpoint-corrupt',
    `${file} is damaged: ${reason}. Download it again.`,
    cause === undefined ? {} : { cause },
  );
}
