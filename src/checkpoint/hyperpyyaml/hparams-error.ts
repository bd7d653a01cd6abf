import { CheckpointError, type CheckpointErrorCode } from '../../errors.js';

/** The error for a file of settings. @param reason completes "the file cannot be used:" */
export function hparamsError(
  file: string,
  code: CheckpointErrorCode,
  reason: string,
): CheckpointError {
  return new CheckpointError(
    code,
    `${file} cannot be used: ${reason}; expected settings as SpeechBrain publishes them. ` +
      'Correct the file or take another model.',
  );
}
