import type { Session } from '../runtime/index.js';
import {
  CONTEXT_SAMPLES,
  detectorGain,
  FRAME_SAMPLES,
  loudestRms,
  runDetector,
  WARM_UP_FRAMES,
} from './run-detector.js';

/**
 * Frames of one part: 4.1 s. A part needs a warm-up of 16 frames, and sixteen frames in one run take
 * about twice as long as one, so 16 parts of this length cost a ninth of frame after frame.
 */
const PART_FRAMES = 128;
const PARTS = 16;

/** Frames of a chunk: 65.5 s. */
export const CHUNK_FRAMES = PARTS * PART_FRAMES;

/** Samples of a chunk. */
export const CHUNK_SAMPLES = CHUNK_FRAMES * FRAME_SAMPLES;

/** Samples before a chunk that are needed for the warm-up: 0.5 s. */
export const CHUNK_PAST = WARM_UP_FRAMES * FRAME_SAMPLES + CONTEXT_SAMPLES;

/** A chunk whose loudest 25 ms are below -60 dB is silent, as in the finding `silent`. */
const SILENT_BELOW_RMS = 0.001;

/** The gain follows the loudest of this many chunks, 5.5 minutes: one voice may be far from the microphone. */
const GAIN_CHUNKS = 5;

/**
 * The probability of speech in every frame of one channel of any length, chunk by chunk. A chunk
 * depends on the samples alone and not on how they arrive.
 */
export class ChunkProbabilities {
  readonly #detector: Session;
  readonly #loudest: number[] = [];
  #isBeginning = true;

  /** @param detector see `runDetector` */
  constructor(detector: Session) {
    this.#detector = detector;
  }

  /**
   * Computes the next chunk.
   *
   * @param samples 16 kHz, `[CHUNK_PAST + time]`: the last samples of the chunk before (zeros before
   *   the first one), then the chunk; only the last chunk may be shorter than `CHUNK_SAMPLES`
   * @returns `[ceil(time / 512)]`
   */
  async push(samples: Float32Array, signal?: AbortSignal): Promise<Float32Array> {
    const chunk = samples.subarray(CHUNK_PAST);
    const frames = Math.ceil(chunk.length / FRAME_SAMPLES);
    const probabilities = new Float32Array(frames);
    const isBeginning = this.#isBeginning;
    this.#isBeginning = false;
    const loudest = loudestRms(chunk);
    this.#loudest.push(loudest);
    if (this.#loudest.length > GAIN_CHUNKS) this.#loudest.shift();
    if (loudest < SILENT_BELOW_RMS) return probabilities;
    const starts = Array.from(
      { length: Math.ceil(frames / PART_FRAMES) },
      (_, part) => CHUNK_PAST + part * PART_FRAMES * FRAME_SAMPLES,
    );
    const gain = detectorGain(Math.max(...this.#loudest));
    const parts = { samples, gain, starts, isBeginning, frames: Math.min(frames, PART_FRAMES) };
    let frame = 0;
    for await (const step of runDetector(parts, this.#detector)) {
      signal?.throwIfAborted();
      // Values beyond the end of a short last part are ignored by the typed array.
      for (const [part, value] of step.entries()) probabilities[part * PART_FRAMES + frame] = value;
      frame++;
    }
    return probabilities;
  }
}
