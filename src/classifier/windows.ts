import { MODEL_SAMPLE_RATE } from '../waveform.js';

/**
 * The longest stretch that a graph computes in one run, in seconds. Attention costs memory by the
 * square of the length: one layer's scores of wav2vec2-base (12 heads, 50 frames a second) take
 * 0.1 GB for 30 s and 11 GB for five minutes.
 */
export const WINDOW_SECONDS = 30;

/** A stretch of a recording and its share of the whole duration, 0 to 1. */
export type Window = { readonly samples: Float32Array; readonly share: number };

/**
 * Cuts a recording into as few windows of equal length as keep within {@link WINDOW_SECONDS}; one
 * that is no longer than that is its own only window.
 *
 * @param samples `[time]` at 16 kHz
 */
export function splitIntoWindows(samples: Float32Array): Window[] {
  const count = Math.max(1, Math.ceil(samples.length / (WINDOW_SECONDS * MODEL_SAMPLE_RATE)));
  const border = (at: number) => Math.round((at * samples.length) / count);
  return Array.from({ length: count }, (_, at) => {
    const part = samples.subarray(border(at), border(at + 1));
    return { samples: part, share: part.length / samples.length };
  });
}

/**
 * Mean of the windows' outputs, weighted by their duration.
 *
 * @param outputs one array a window, all `[size]`
 */
export function weightedMean(
  outputs: readonly Float32Array[],
  windows: readonly Window[],
): Float32Array {
  const [first] = outputs;
  // One window is the whole recording: its output is the answer, bit for bit.
  if (first && outputs.length === 1) return first;
  return Float32Array.from({ length: first?.length ?? 0 }, (_, at) =>
    outputs.reduce((sum, output, k) => sum + (output[at] ?? 0) * (windows[k]?.share ?? 0), 0),
  );
}
