import type { Span } from '../../conversation/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';

/** Copies parts of a recording that arrives in pieces. */
export class SnippetCollector {
  readonly #parts: { readonly from: number; readonly samples: Float32Array }[];

  constructor(spans: readonly Span[]) {
    this.#parts = spans.map(({ start, end }) => {
      const from = Math.round(start * MODEL_SAMPLE_RATE);
      const length = Math.max(0, Math.round(end * MODEL_SAMPLE_RATE) - from);
      return { from, samples: new Float32Array(length) };
    });
  }

  /**
   * Adds the next samples.
   *
   * @param from index of the first sample in the recording
   */
  push(samples: Float32Array, from: number): void {
    for (const part of this.#parts) {
      const start = Math.max(part.from, from);
      const end = Math.min(part.from + part.samples.length, from + samples.length);
      if (end > start)
        part.samples.set(samples.subarray(start - from, end - from), start - part.from);
    }
  }

  /** The parts, 16 kHz mono, `[time]` each; what the recording does not have is silence. */
  finish(): Float32Array[] {
    return this.#parts.map(({ samples }) => samples);
  }
}
