import type { Speaker } from '../../conversation/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';

/**
 * Collects the outline of one speaker's voice along a recording. A speaker with a channel has all of
 * it; speakers who share a channel have what lies in their speech.
 */
export class LanePeaks {
  /** The largest magnitude of each column, `[columns]`. */
  readonly peaks: Float32Array;
  readonly #speaker: Speaker;
  readonly #samplesPerColumn: number;
  #speechAt = 0;

  /** @param durationSeconds of the recording; its samples are spread over the columns */
  constructor(speaker: Speaker, durationSeconds: number, columns: number) {
    this.peaks = new Float32Array(columns);
    this.#speaker = speaker;
    this.#samplesPerColumn = Math.max(1, (durationSeconds * MODEL_SAMPLE_RATE) / columns);
  }

  /**
   * Adds the next samples.
   *
   * @param from index of the first sample in the recording
   */
  push(mono: Float32Array, channels: readonly Float32Array[], from: number): void {
    const { channel } = this.#speaker;
    const own = channel === undefined ? undefined : channels[channel];
    if (own) this.#add(own, 0, own.length, from);
    else this.#addSpeech(mono, from);
  }

  #addSpeech(mono: Float32Array, from: number): void {
    const { speech } = this.#speaker;
    const end = from + mono.length;
    for (; this.#speechAt < speech.length; this.#speechAt++) {
      const span = speech[this.#speechAt];
      if (!span) return;
      const first = Math.floor(span.start * MODEL_SAMPLE_RATE);
      const last = Math.ceil(span.end * MODEL_SAMPLE_RATE);
      this.#add(mono, Math.max(0, first - from), Math.min(mono.length, last - from), from);
      // The rest of this stretch is in the next samples.
      if (last > end) return;
    }
  }

  #add(samples: Float32Array, start: number, end: number, from: number): void {
    for (let at = start; at < end; at++) {
      const column = Math.min(
        this.peaks.length - 1,
        Math.floor((from + at) / this.#samplesPerColumn),
      );
      const magnitude = Math.abs(samples[at] ?? 0);
      if (magnitude > (this.peaks[column] ?? 0)) this.peaks[column] = magnitude;
    }
  }
}
