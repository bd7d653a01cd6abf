/**
 * Averages channels into one.
 *
 * @param channels `[channel][time]`, all of equal length
 * @returns `[time]`; a single channel is returned itself, not copied
 * @throws RangeError if there is no channel
 */
export function mix(channels: readonly Float32Array[]): Float32Array {
  const [first, ...others] = channels;
  if (!first) throw new RangeError('Found no channel, expected at least one.');
  if (others.length === 0) return first;
  const mean = Float32Array.from(first);
  for (const channel of others) {
    for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] ?? 0) + (channel[at] ?? 0);
  }
  for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] ?? 0) / channels.length;
  return mean;
}
