import { AudioError } from '../../errors.js';

/** From this share on, what is left is not a recording. */
const MAX_SHARE = 0.5;

/**
 * Refuses a recording of which not much is left.
 *
 * @param notFinite samples that were replaced
 * @param samples all of them
 * @throws AudioError `audio-not-finite` where at least half were replaced
 */
export function checkFinite(notFinite: number, samples: number): void {
  if (notFinite === 0 || notFinite < samples * MAX_SHARE) return;
  throw new AudioError(
    'audio-not-finite',
    `Found ${notFinite} of ${samples} samples that are not finite numbers, expected none. ` +
      'Export the recording anew.',
  );
}
