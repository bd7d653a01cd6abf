import { AudioError } from '../../errors.js';

/** No recording has samples beyond this; a filter's sums of larger ones would overflow. */
const MAX_MAGNITUDE = 2 ** 64;

/** From this share on, what is left is not a recording. */
const MAX_SHARE = 0.5;

const isUsable = (sample: number) => Math.abs(sample) <= MAX_MAGNITUDE;

/**
 * Puts silence in the place of samples that are not finite numbers, in a copy.
 *
 * @param channels `[channel][time]`
 * @returns the channels and how many samples of them were replaced
 */
export function replaceNotFinite(channels: readonly Float32Array[]): {
  readonly channels: readonly Float32Array[];
  readonly notFinite: number;
} {
  const notFinite = channels.reduce((sum, channel) => sum + countUnusable(channel), 0);
  if (notFinite === 0) return { channels, notFinite };
  const usable = channels.map((channel) =>
    channel.map((sample) => (isUsable(sample) ? sample : 0)),
  );
  return { channels: usable, notFinite };
}

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

function countUnusable(channel: Float32Array): number {
  let count = 0;
  for (const sample of channel) if (!isUsable(sample)) count++;
  return count;
}
