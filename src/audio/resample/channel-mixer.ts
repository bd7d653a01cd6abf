/**
 * Averages channels that arrive in pieces. A channel is averaged from its first non-zero sample on,
 * so that unused inputs of an audio interface do not make the voice on another input quieter.
 */
export class ChannelMixer {
  /** Whether each channel has had a non-zero sample. */
  readonly #hasStarted: boolean[];

  /** @param channels number of channels, at least one */
  constructor(channels: number) {
    this.#hasStarted = new Array<boolean>(channels).fill(false);
  }

  /**
   * Averages the next pieces.
   *
   * @param channels `[channel][time]`, all of equal length
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

  /** Divides each sum by the number of channels that have started by then. */
  #divide(mean: Float32Array, channels: readonly Float32Array[]): void {
    const starts = channels.map((channel, index) =>
      this.#hasStarted[index] ? 0 : firstNonZero(channel),
    );
    const borders = [...new Set([0, ...starts, mean.length])].sort((a, b) => a - b);
    for (const [index, end] of borders.slice(1).entries()) {
      const from = borders[index] ?? 0;
      const count = Math.max(1, starts.filter((start) => start <= from).length);
      for (let at = from; at < end; at++) mean[at] = (mean[at] ?? 0) / count;
    }
    for (const [index, start] of starts.entries()) {
      this.#hasStarted[index] ||= start < mean.length;
    }
  }
}

/** Returns the index of the first non-zero sample, or the length if there is none. */
function firstNonZero(channel: Float32Array): number {
  const at = channel.findIndex((sample) => sample !== 0);
  return at < 0 ? channel.length : at;
}
