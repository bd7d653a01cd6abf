import type { Tensor } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { openVoiceDetector } from '../bundles/index.js';

/** Samples that the detector judges at once. */
export const FRAME_SAMPLES = 512;

/** Samples before a frame that the detector hears again with it. */
const CONTEXT_SAMPLES = 64;
const INPUT_SAMPLES = CONTEXT_SAMPLES + FRAME_SAMPLES;

/** Numbers of each of the detector's two memories. */
const STATE_SIZE = 128;

/**
 * A recording is heard in parts at once, of two seconds or more: eight frames in one run take three
 * times as long as one alone.
 */
const MOST_PARTS = 8;
const PART_FRAMES = Math.round((2 * MODEL_SAMPLE_RATE) / FRAME_SAMPLES);

/**
 * Half a second before each part that the detector hears first: as long as it remembers nothing,
 * it takes many a sound for speech.
 */
const WARM_UP_FRAMES = 16;

/** The level that quiet recordings are raised to, as RMS of the loudest 25 ms; full scale is 1. */
const LOUDEST_RMS = 0.1;
const LEVEL_SAMPLES = 400;

/**
 * The probability of speech in every frame of 32 ms, by Silero's voice activity detector.
 *
 * @param samples 16 kHz mono, `[time]`
 * @returns one `[parts]` after the other: the next frame of each of one to eight equal parts
 */
export async function* listenForVoice(samples: Float32Array): AsyncGenerator<Float32Array> {
  const detector = await openVoiceDetector();
  const frames = Math.ceil(samples.length / FRAME_SAMPLES);
  const parts = Math.min(MOST_PARTS, Math.max(1, Math.floor(frames / PART_FRAMES)));
  const partFrames = Math.ceil(frames / parts);
  const gain = raise(samples);
  const input = { data: new Float32Array(parts * INPUT_SAMPLES), shape: [parts, INPUT_SAMPLES] };
  const sr = { data: BigInt64Array.of(BigInt(MODEL_SAMPLE_RATE)), shape: [] };
  let state: Tensor = {
    data: new Float32Array(2 * parts * STATE_SIZE),
    shape: [2, parts, STATE_SIZE],
  };
  for (let frame = -WARM_UP_FRAMES; frame < partFrames; frame++) {
    // Nothing comes before the recording: silence and a start would sound like speech.
    if (frame === 0) forgetFirst(state);
    for (let part = 0; part < parts; part++) {
      const row = input.data.subarray(part * INPUT_SAMPLES, (part + 1) * INPUT_SAMPLES);
      fillFrame(row, samples, (part * partFrames + frame) * FRAME_SAMPLES, gain);
    }
    const { output, stateN } = await detector.run({ input, state, sr });
    if (!output || !stateN) throw new TypeError('The voice activity detector gave no answer.');
    state = stateN;
    if (frame >= 0) yield output.data;
  }
}

/** Clears both memories `[2, parts, 128]` of the first part. */
function forgetFirst({ data, shape: [, parts = 1] }: Tensor): void {
  for (const row of [0, parts]) data.fill(0, row * STATE_SIZE, (row + 1) * STATE_SIZE);
}

/** Writes a frame with its context; silence stands for what lies outside of the recording. */
function fillFrame(row: Float32Array, samples: Float32Array, start: number, gain: number): void {
  for (let at = 0; at < row.length; at++)
    row[at] = gain * (samples[start - CONTEXT_SAMPLES + at] ?? 0);
}

/**
 * The factor that makes a quiet recording audible to the detector, which hears little of what lies
 * 40 dB lower; a loud one stays as it is.
 */
function raise(samples: Float32Array): number {
  let loudest = 0;
  for (let start = 0; start < samples.length; start += LEVEL_SAMPLES) {
    let energy = 0;
    for (const sample of samples.subarray(start, start + LEVEL_SAMPLES)) energy += sample ** 2;
    loudest = Math.max(loudest, Math.sqrt(energy / LEVEL_SAMPLES));
  }
  return loudest === 0 ? 1 : Math.max(1, LOUDEST_RMS / loudest);
}
