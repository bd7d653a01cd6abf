import type { Session, Tensor } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';

/** Samples of one frame of the detector: 32 ms. */
export const FRAME_SAMPLES = 512;

/** Samples before a frame that the detector receives with it. */
export const CONTEXT_SAMPLES = 64;
const INPUT_SAMPLES = CONTEXT_SAMPLES + FRAME_SAMPLES;

/** Size of each of the detector's two recurrent states. */
export const STATE_SIZE = 128;

/**
 * Warm-up of half a second before each part: with an empty state the detector reports speech for
 * many other sounds.
 */
export const WARM_UP_FRAMES = 16;

/** The level that quiet recordings are amplified to, as RMS of the loudest 25 ms; full scale is 1. */
export const TARGET_RMS = 0.1;
const LEVEL_SAMPLES = 400;

/** Parts of a recording that run as one batch. */
export type DetectorParts = {
  readonly samples: Float32Array;
  /** Multiplies the samples. */
  readonly gain: number;
  /** The index in `samples` at which each part starts. */
  readonly starts: readonly number[];
  /** Frames of each part. */
  readonly frames: number;
  /**
   * Whether the first part has no past: its warm-up is silence, and silence before sound resembles
   * speech, so its state is cleared after the warm-up.
   */
  readonly isBeginning: boolean;
};

/**
 * Runs Silero's voice activity detector over several parts of a recording at once.
 *
 * @param detector inputs `input` `[batch, 576]`, `state` `[2, batch, 128]` and `sr` in hertz;
 *   outputs `output` `[batch, 1]` and `stateN`
 * @returns `[parts]` per step: the probability of speech in the next frame of each part
 */
export async function* runDetector(
  { samples, gain, starts, frames, isBeginning }: DetectorParts,
  detector: Session,
): AsyncGenerator<Float32Array> {
  const parts = starts.length;
  const input = { data: new Float32Array(parts * INPUT_SAMPLES), shape: [parts, INPUT_SAMPLES] };
  const sr = { data: BigInt64Array.of(BigInt(MODEL_SAMPLE_RATE)), shape: [] };
  let state: Tensor = {
    data: new Float32Array(2 * parts * STATE_SIZE),
    shape: [2, parts, STATE_SIZE],
  };
  for (let frame = -WARM_UP_FRAMES; frame < frames; frame++) {
    if (frame === 0 && isBeginning) resetFirstState(state);
    for (const [part, start] of starts.entries()) {
      const row = input.data.subarray(part * INPUT_SAMPLES, (part + 1) * INPUT_SAMPLES);
      fillFrame(row, samples, start + frame * FRAME_SAMPLES, gain);
    }
    const { output, stateN } = await detector.run({ input, state, sr });
    if (!output || !stateN) throw new TypeError('The voice activity detector returned no output.');
    state = stateN;
    if (frame >= 0) yield output.data;
  }
}

/** Clears both states `[2, parts, 128]` of the first part. */
function resetFirstState({ data, shape: [, parts = 1] }: Tensor): void {
  for (const row of [0, parts]) data.fill(0, row * STATE_SIZE, (row + 1) * STATE_SIZE);
}

/** Writes a frame with its context; samples outside the recording are zero. */
function fillFrame(row: Float32Array, samples: Float32Array, start: number, gain: number): void {
  for (let at = 0; at < row.length; at++)
    row[at] = gain * (samples[start - CONTEXT_SAMPLES + at] ?? 0);
}

/** The RMS of the loudest 25 ms, full scale is 1. */
export function loudestRms(samples: Float32Array): number {
  let loudest = 0;
  for (let start = 0; start < samples.length; start += LEVEL_SAMPLES) {
    let energy = 0;
    const end = Math.min(samples.length, start + LEVEL_SAMPLES);
    // By index: an iterator would allocate memory for each sample.
    for (let at = start; at < end; at++) energy += (samples[at] ?? 0) ** 2;
    loudest = Math.max(loudest, Math.sqrt(energy / LEVEL_SAMPLES));
  }
  return loudest;
}

/**
 * The gain that makes a quiet recording loud enough for the detector, which misses most speech that
 * is 40 dB quieter. Loud recordings keep their level.
 *
 * @param rms of the loudest 25 ms; see {@link loudestRms}
 */
export function detectorGain(rms: number): number {
  return rms === 0 ? 1 : Math.max(1, TARGET_RMS / rms);
}
