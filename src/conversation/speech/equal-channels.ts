/** Channels whose difference is 30 dB below them are one channel that was stored twice: energies. */
const EQUAL_BELOW = 0.001;

/**
 * Whether all channels contain the same samples, apart from what lossy codecs add. Channels without
 * any sound are not compared with others: an unused channel says nothing.
 *
 * @param channels `[channel][time]`
 */
export function haveEqualSamples(channels: readonly Float32Array[]): boolean {
  const [first, ...others] = channels;
  if (!first) return true;
  let total = 0;
  // By index: an iterator would allocate memory for each sample.
  const end = first.length;
  for (let at = 0; at < end; at++) total += (first[at] ?? 0) ** 2;
  return others.every((channel) => {
    let difference = 0;
    for (let at = 0; at < first.length; at++)
      difference += ((first[at] ?? 0) - (channel[at] ?? 0)) ** 2;
    return difference <= EQUAL_BELOW * total;
  });
}
