import { AudioError } from '../../errors.js';

/** A recording is refused if at least this share of its samples is not finite. */
const MAX_SHARE = 0.5;

/**
 * Refuses a recording with too few finite samples.
 *
 * @param notFinite number of samples that were replaced
 * @param samples number of all samples
 * @throws AudioError `audio-not-finite` if at least half were replaced
 */
export function checkFinite(notFinite: number, samples: number): void {
  if (notFinite === 0 || notFinite < samples * MAX_SHARE) return;
  throw new AudioError(
    'audio-not-finite',
    `Found ${notFinite} of ${samples} samples that are not finite numbers, expected none. ` +
      'Export the recording again.',
  );
}
