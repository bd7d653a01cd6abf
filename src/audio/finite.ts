import { AudioError } from '../errors.js';
import type { Waveform } from '../waveform.js';

/** No recording has samples beyond this; a filter's sums of larger ones would overflow. */
const MAX_MAGNITUDE = 2 ** 64;

/** From this share on, what is left is not a recording. */
const MAX_SHARE = 0.5;

const isUsable = (sample: number) => Math.abs(sample) <= MAX_MAGNITUDE;

/**
 * Puts silence in the place of samples that are not finite numbers, in a copy.
 *
 * @returns the waveform and how many samples of it were replaced
 * @throws AudioError `audio-not-finite` where at least half of them are
 */
export function replaceNotFinite(waveform: Waveform): { waveform: Waveform; notFinite: number } {
  const counts = waveform.channels.map(countUnusable);
  const notFinite = counts.reduce((sum, count) => sum + count, 0);
  if (notFinite === 0) return { waveform, notFinite };
  const samples = waveform.channels.reduce((sum, channel) => sum + channel.length, 0);
  if (notFinite >= samples * MAX_SHARE) {
    throw new AudioError(
      'audio-not-finite',
      `Found ${notFinite} of ${samples} samples that are not finite numbers, expected none. ` +
        'Export the recording anew.',
    );
  }
  const channels = waveform.channels.map((channel) =>
    channel.map((sample) => (isUsable(sample) ? sample : 0)),
  );
  return { waveform: { ...waveform, channels }, notFinite };
}

function countUnusable(channel: Float32Array): number {
  let count = 0;
  for (const sample of channel) if (!isUsable(sample)) count++;
  return count;
}
