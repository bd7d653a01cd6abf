import { MODEL_SAMPLE_RATE } from '../waveform.js';
import type { ClassifyOptions, LoadedModel } from './loaded-model.js';
import { type ResultValues, toResultValues } from './result-json.js';
import type { JudgeOptions } from './to-result.js';

/** Length of a window in seconds: a short phrase, the least that models classify well. */
const TIMELINE_WINDOW_SECONDS = 2;
/** Distance between the starts of windows, in seconds. */
const HOP_SECONDS = 1;
/** A recording up to this length has one result and no timeline. In seconds. */
const SHORTEST_SECONDS = 4;
/** The largest number of windows; the hop grows for longer recordings, so the cost is bounded. */
const MAX_WINDOWS = 120;

/** A window of a recording and its outputs. */
export type TimelineEntry = {
  readonly startSeconds: number;
  readonly endSeconds: number;
} & ResultValues;

/**
 * The emotion along a recording: one entry per overlapping window of 2 s.
 *
 * @param samples 16 kHz mono, `[time]`
 * @returns nothing for a recording of 4 s or less
 * @throws the signal's reason
 */
export async function timeline(
  model: LoadedModel,
  samples: Float32Array,
  { signal, baseline, prior }: Pick<ClassifyOptions, 'signal' | keyof JudgeOptions> = {},
): Promise<TimelineEntry[]> {
  const options = { voiceActivity: false, baseline, prior };
  const entries: TimelineEntry[] = [];
  for (const start of windowStarts(samples.length)) {
    signal?.throwIfAborted();
    const window = samples.subarray(start, start + TIMELINE_WINDOW_SECONDS * MODEL_SAMPLE_RATE);
    const result = await model.classifySamples(window, options);
    entries.push({
      startSeconds: start / MODEL_SAMPLE_RATE,
      endSeconds: (start + window.length) / MODEL_SAMPLE_RATE,
      ...toResultValues(result),
    });
  }
  return entries;
}

/** The first samples of the windows; the last window ends with the recording. */
export function windowStarts(length: number): number[] {
  if (length <= SHORTEST_SECONDS * MODEL_SAMPLE_RATE) return [];
  const last = length - TIMELINE_WINDOW_SECONDS * MODEL_SAMPLE_RATE;
  const wanted = Math.ceil(last / (HOP_SECONDS * MODEL_SAMPLE_RATE)) + 1;
  const count = Math.min(MAX_WINDOWS, wanted);
  return Array.from({ length: count }, (_, at) => Math.round((at * last) / (count - 1)));
}
