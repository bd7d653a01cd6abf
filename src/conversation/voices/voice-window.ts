import type { Session } from '../../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { Span } from '../conversation.js';
import { HighBand } from './high-band.js';
import { unit } from './vectors.js';

/** A stretch of speech with its samples, 16 kHz mono, `[time]`. */
export type SpokenPiece = Span & { readonly samples: Float32Array };

/** A part of a piece of speech, and its voice. */
export type VoiceWindow = Span & {
  /** The number of the piece, from 0. */
  readonly piece: number;
  /** `[size]`, of length 1; the size is 256 for the encoder of this package. */
  readonly embedding: Float32Array;
};

export type EncoderOptions = {
  /**
   * Windows that are computed together. Default: 32. Graphs of hub models, e.g. of SpeechBrain's
   * `spkrec-ecapa-voxceleb`, take one.
   */
  readonly batch?: number;
};

/** The encoder was trained with 160 frames of 25 ms every 10 ms. */
const WINDOW_SAMPLES = 159 * 160 + 400;

/** From the start of a window to that of the next one, at most; 0.5 s. */
const STEP_SAMPLES = 8000;

/** Default of {@link EncoderOptions}: with more, the matrices no longer fit into the caches. */
const BATCH = 32;

/**
 * The level that every window is brought to, as RMS; full scale is 1. The encoder's mel energies have no
 * logarithm, so it compares levels, too: of -35 to -10 dB, this one told speakers of three corpora
 * apart best.
 */
const TARGET_RMS = 10 ** (-25 / 20);

/** Smallest level that is amplified. */
const SILENCE_RMS = 1e-6;

/** Computes the voice of every window of the pieces that are pushed, in batches. */
export class VoiceWindows {
  readonly #encoder: Session;
  readonly #batch: number;
  readonly #band = new HighBand();
  readonly #done: VoiceWindow[] = [];
  readonly #waiting: (Span & { readonly piece: number; readonly samples: Float32Array })[] = [];
  #pieces = 0;

  /** @param encoder input `waveform` `[batch, time]`, output `embedding` `[batch, size]` */
  constructor(encoder: Session, { batch = BATCH }: EncoderOptions = {}) {
    this.#encoder = encoder;
    this.#batch = batch;
  }

  /**
   * Adds the next piece of speech. Memory grows by 1 kB for each half second, not by the samples.
   *
   * @throws the signal's reason
   */
  async push({ start, samples }: SpokenPiece, signal?: AbortSignal): Promise<void> {
    const piece = this.#pieces++;
    this.#band.push(samples);
    for (const at of windowStarts(samples.length)) {
      const from = start + at / MODEL_SAMPLE_RATE;
      const part = samples.subarray(at, at + WINDOW_SAMPLES);
      const to = from + part.length / MODEL_SAMPLE_RATE;
      this.#waiting.push({ piece, start: from, end: to, samples: levelled(part) });
      if (this.#waiting.length === this.#batch) await this.#compute(signal);
    }
  }

  /** Whether the speech so far has the band of a telephone line. */
  get isNarrow(): boolean {
    return this.#band.isNarrow;
  }

  /** Returns the windows of all pieces, in order. */
  async finish(signal?: AbortSignal): Promise<readonly VoiceWindow[]> {
    if (this.#waiting.length > 0) await this.#compute(signal);
    return this.#done;
  }

  async #compute(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const batch = this.#waiting.splice(0);
    const data = new Float32Array(batch.length * WINDOW_SAMPLES);
    for (const [row, { samples }] of batch.entries()) data.set(samples, row * WINDOW_SAMPLES);
    const waveform = { data, shape: [batch.length, WINDOW_SAMPLES] };
    const { embedding } = await this.#encoder.run({ waveform });
    if (!embedding) throw new TypeError('The speaker encoder returned no embedding.');
    const size = embedding.data.length / batch.length;
    for (const [row, { piece, start, end }] of batch.entries()) {
      const own = unit(embedding.data.slice(row * size, (row + 1) * size));
      this.#done.push({ piece, start, end, embedding: own });
    }
  }
}

/** The windows of a piece: equally far apart, the first at its start and the last at its end. */
function windowStarts(length: number): number[] {
  if (length === 0) return [];
  const room = Math.max(0, length - WINDOW_SAMPLES);
  const steps = Math.ceil(room / STEP_SAMPLES);
  return Array.from({ length: steps + 1 }, (_, i) => Math.round((room * i) / Math.max(1, steps)));
}

/** A whole window at the target level. Speech that is shorter is repeated: silence would change the voice. */
function levelled(part: Float32Array): Float32Array {
  const rms = Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length);
  const gain = rms < SILENCE_RMS ? 1 : TARGET_RMS / rms;
  return Float32Array.from(
    { length: WINDOW_SAMPLES },
    (_, i) => gain * (part[i % part.length] ?? 0),
  );
}
