import type { Session } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { detectorGain, FRAME_SAMPLES, loudestRms, runDetector } from './run-detector.js';

/**
 * The recording is split into up to eight parts of at least two seconds, which run as one batch:
 * eight frames in one run take three times as long as one.
 */
const MAX_PARTS = 8;
const MIN_PART_FRAMES = Math.round((2 * MODEL_SAMPLE_RATE) / FRAME_SAMPLES);

/**
 * The probability of speech in every frame of 32 ms, by Silero's voice activity detector.
 *
 * @param samples 16 kHz mono, `[time]`
 * @param detector see {@link runDetector}
 * @returns `[parts]` per step: the next frame of each of one to eight equal parts
 */
export function speechProbabilities(
  samples: Float32Array,
  detector: Session,
): AsyncGenerator<Float32Array> {
  const frames = Math.ceil(samples.length / FRAME_SAMPLES);
  const parts = Math.min(MAX_PARTS, Math.max(1, Math.floor(frames / MIN_PART_FRAMES)));
  const partFrames = Math.ceil(frames / parts);
  const starts = Array.from({ length: parts }, (_, part) => part * partFrames * FRAME_SAMPLES);
  const gain = detectorGain(loudestRms(samples));
  return runDetector({ samples, gain, starts, frames: partFrames, isBeginning: true }, detector);
}
