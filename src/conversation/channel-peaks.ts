import type { Waveform } from '../waveform.js';

/** The outline of each channel of a recording, for drawing. */
export type WaveformPeaks = {
  readonly pairsPerSecond: number;
  /** Pairs of the smallest and the largest sample of each span, -128 to 127, `[2 * spans]`. */
  readonly channels: readonly Int8Array[];
};

/** Pairs of a second of a short recording: a wide screen shows ten seconds in so many. */
const PAIRS_PER_SECOND = 80;

/** The largest number of pairs of a channel: a longer recording has fewer a second, an hour has ten. */
const MOST_PAIRS = 36_000;

/** Collects the outline of a recording of any length while it is read, in flat memory. */
export class ChannelPeaks {
  #pairsPerSecond = PAIRS_PER_SECOND;
  #sampleRate = 0;
  #channels: Int8Array[] = [];
  /** Pairs that are complete. */
  #pairs = 0;
  /** Samples of the pair that is not complete. */
  #samples = 0;
  #low: number[] = [];
  #high: number[] = [];

  /** Adds the next samples, `[channel][time]`, full scale -1 to 1; all pieces have the same rate and channels. */
  push({ sampleRate, channels }: Waveform): void {
    if (this.#channels.length === 0) this.#begin(sampleRate, channels.length);
    const length = channels[0]?.length ?? 0;
    for (let from = 0; from < length;) {
      if (this.#pairs === MOST_PAIRS) this.#halve();
      const wanted = this.#samplesOfPair();
      const to = Math.min(length, from + wanted - this.#samples);
      for (const [at, samples] of channels.entries()) this.#widen(at, samples, from, to);
      this.#samples += to - from;
      from = to;
      if (this.#samples >= wanted) this.#endPair();
    }
  }

  /** The outline so far. */
  finish(): WaveformPeaks {
    if (this.#samples > 0) this.#endPair();
    return {
      pairsPerSecond: this.#pairsPerSecond,
      channels: this.#channels.map((pairs) => pairs.slice(0, 2 * this.#pairs)),
    };
  }

  #begin(sampleRate: number, count: number): void {
    this.#sampleRate = sampleRate;
    this.#channels = Array.from({ length: count }, () => new Int8Array(2 * MOST_PAIRS));
    this.#low = new Array<number>(count).fill(0);
    this.#high = new Array<number>(count).fill(0);
  }

  /** The length of the present pair; lengths differ by one where the rate is no multiple. */
  #samplesOfPair(): number {
    const [start, end] = [this.#pairs, this.#pairs + 1].map((pair) =>
      Math.round((pair * this.#sampleRate) / this.#pairsPerSecond),
    );
    return Math.max(1, (end ?? 0) - (start ?? 0));
  }

  #widen(channel: number, samples: Float32Array, from: number, to: number): void {
    let low = this.#low[channel] ?? 0;
    let high = this.#high[channel] ?? 0;
    for (let at = from; at < to; at++) {
      const sample = samples[at] ?? 0;
      if (sample < low) low = sample;
      else if (sample > high) high = sample;
    }
    this.#low[channel] = low;
    this.#high[channel] = high;
  }

  #endPair(): void {
    for (const [at, pairs] of this.#channels.entries()) {
      pairs[2 * this.#pairs] = toByte(this.#low[at] ?? 0);
      pairs[2 * this.#pairs + 1] = toByte(this.#high[at] ?? 0);
    }
    this.#pairs++;
    this.#samples = 0;
    this.#low.fill(0);
    this.#high.fill(0);
  }

  /** Joins every two pairs; from now on a pair lasts twice as long. */
  #halve(): void {
    for (const pairs of this.#channels)
      for (let at = 0; at < MOST_PAIRS / 2; at++) {
        pairs[2 * at] = Math.min(pairs[4 * at] ?? 0, pairs[4 * at + 2] ?? 0);
        pairs[2 * at + 1] = Math.max(pairs[4 * at + 1] ?? 0, pairs[4 * at + 3] ?? 0);
      }
    this.#pairs = MOST_PAIRS / 2;
    this.#pairsPerSecond /= 2;
  }
}

const toByte = (sample: number) => Math.max(-128, Math.min(127, Math.round(sample * 127)));
