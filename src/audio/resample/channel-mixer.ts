/**
 * Averages channels that come in pieces. A channel counts from its first sample that is not zero, so
 * that the empty inputs of an audio interface do not make the voice on another one quieter.
 */
export class ChannelMixer {
  /** Whether the channel has had sound, one for each. */
  readonly #counts: boolean[];

  /** @param channels how many there are, at least one */
  constructor(channels: number) {
    this.#counts = new Array<boolean>(channels).fill(false);
  }

  /**
   * Averages the next pieces.
   *
   * @param channels `[channel][time]`, all of one length
   * @returns `[time]`; the piece itself if there is one channel
   */
  push(channels: readonly Float32Array[]): Float32Array {
    const [first, ...others] = channels;
    if (!first || others.length === 0) return first ?? new Float32Array(0);
    const mean = Float32Array.from(first);
    for (const channel of others) {
      for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] ?? 0) + (channel[at] ?? 0);
    }
    this.#divide(mean, channels);
    return mean;
  }

  /** Divides each sum by the number of channels that count there. */
  #divide(mean: Float32Array, channels: readonly Float32Array[]): void {
    const starts = channels.map((channel, index) =>
      this.#counts[index] ? 0 : firstSound(channel),
    );
    const borders = [...new Set([0, ...starts, mean.length])].sort((a, b) => a - b);
    for (const [index, end] of borders.slice(1).entries()) {
      const from = borders[index] ?? 0;
      const count = Math.max(1, starts.filter((start) => start <= from).length);
      for (let at = from; at < end; at++) mean[at] = (mean[at] ?? 0) / count;
    }
    for (const [index, start] of starts.entries()) {
      this.#counts[index] ||= start < mean.length;
    }
  }
}

/** Index of the first sample that is not zero; the length if all are. */
function firstSound(channel: Float32Array): number {
  const at = channel.findIndex((sample) => sample !== 0);
  return at < 0 ? channel.length : at;
}
