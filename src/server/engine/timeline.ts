import { type EmotionModel, judgementOf } from '../../inference/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { TimelineEntry } from './messages.js';

/** Length of a window in seconds: a short phrase, the least that models judge well. */
const WINDOW_SECONDS = 2;
/** Distance of windows in seconds. */
const HOP_SECONDS = 1;
/** A recording that is not longer than this has one answer and no course. In seconds. */
const SHORTEST_SECONDS = 4;
/** Windows at most; the hop grows with longer recordings, so that their cost stays bounded. */
const MOST_WINDOWS = 120;

/**
 * The emotion along a recording: one answer for each of overlapping windows.
 *
 * @param samples 16 kHz mono, `[time]`
 * @returns nothing for a recording of 4 s or less
 */
export async function answerAlong(
  model: EmotionModel,
  samples: Float32Array,
  signal: AbortSignal,
): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  for (const start of windowStarts(samples.length)) {
    signal.throwIfAborted();
    const window = samples.subarray(start, start + WINDOW_SECONDS * MODEL_SAMPLE_RATE);
    const [answer] = await model.answerBatch(window, undefined, { voiceActivity: false });
    if (!answer) throw new RangeError('The model gave no answer for a window.');
    entries.push({
      startSeconds: start / MODEL_SAMPLE_RATE,
      endSeconds: (start + window.length) / MODEL_SAMPLE_RATE,
      ...judgementOf(answer),
    });
  }
  return entries;
}

/** First samples of the windows; the last window ends with the recording. */
export function windowStarts(length: number): number[] {
  if (length <= SHORTEST_SECONDS * MODEL_SAMPLE_RATE) return [];
  const last = length - WINDOW_SECONDS * MODEL_SAMPLE_RATE;
  const wanted = Math.ceil(last / (HOP_SECONDS * MODEL_SAMPLE_RATE)) + 1;
  const count = Math.min(MOST_WINDOWS, wanted);
  return Array.from({ length: count }, (_, at) => Math.round((at * last) / (count - 1)));
}
