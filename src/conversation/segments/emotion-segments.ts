import { addUncertain, type Calibration } from '../../inference/index.js';
import type { Label } from '../../labels.js';
import type { EmotionSegment, Span } from '../conversation.js';
import type { JudgedWindow } from '../emotion/judge-windows.js';
import { clip, firstEndingAfter } from '../spans.js';

/** A longer stretch is several segments: one label for it would hide what changes within. */
export const MOST_SEGMENT_SECONDS = 15;

/** What {@link emotionSegments} needs to know of a speaker. */
export type SegmentsOf = {
  readonly speaker: string;
  /** In order and without overlap. */
  readonly speech: readonly Span[];
  readonly windows: readonly JudgedWindow[];
  /** One index of a label per window; see `steadyLabels`. */
  readonly labels: readonly number[];
  /** Of the head that answered. */
  readonly calibration: Calibration | undefined;
};

type Run = Span & { readonly label: number; readonly windows: readonly JudgedWindow[] };

type OpenRun = { start: number; end: number; label: number; windows: JudgedWindow[] };

/** Joins windows of one label within uninterrupted speech to segments, in order. */
export function emotionSegments(
  { speaker, speech, windows, labels, calibration }: SegmentsOf,
  names: readonly Label[],
): EmotionSegment[] {
  return speech.flatMap((span) =>
    runsWithin(span, windows, labels)
      .flatMap(splitLong)
      .map((run) => {
        const probabilities = meanOf(run);
        const label = names[run.label]?.id ?? '';
        return {
          ...{ start: run.start, end: run.end, speaker, label },
          score: probabilities[run.label] ?? 0,
          probabilities: Array.from(probabilities),
          findings: addUncertain([], probabilities, calibration),
        };
      }),
  );
}

/** The windows that belong to a stretch of speech, joined by their labels, without gaps. */
function runsWithin(
  span: Span,
  windows: readonly JudgedWindow[],
  labels: readonly number[],
): Run[] {
  const runs: OpenRun[] = [];
  for (let at = firstEndingAfter(windows, span.start); at < windows.length; at++) {
    const window = windows[at];
    if (!window || window.start >= span.end) break;
    const label = labels[at] ?? 0;
    const last = runs.at(-1);
    const end = Math.min(window.end, span.end);
    if (last?.label === label) {
      last.end = end;
      last.windows.push(window);
    } else runs.push({ start: last?.end ?? span.start, end, label, windows: [window] });
  }
  const last = runs.at(-1);
  // Rounding and very short rests leave a little speech without a window of its own.
  if (last) last.end = span.end;
  return runs;
}

/** Splits a long run into parts of about equal length. */
function splitLong(run: Run): Run[] {
  const count = Math.ceil((run.end - run.start) / MOST_SEGMENT_SECONDS - 1e-9);
  if (count <= 1) return [run];
  return Array.from({ length: count }, (_, at) => {
    const border = (k: number) => run.start + ((run.end - run.start) * k) / count;
    const part = { start: border(at), end: at + 1 === count ? run.end : border(at + 1) };
    const windows = run.windows.filter(({ start, end }) => start < part.end && end > part.start);
    return { ...run, ...part, windows };
  });
}

/** The mean of the probabilities, weighted by the seconds of each window within the run. */
function meanOf({ start, end, windows }: Run): Float32Array {
  const sum = new Float64Array(windows[0]?.values.length ?? 0);
  let total = 0;
  for (const window of windows) {
    const [part] = clip([window], { start, end });
    const seconds = Math.max(1e-6, part ? part.end - part.start : 0);
    total += seconds;
    for (const [at, value] of window.values.entries()) sum[at] = (sum[at] ?? 0) + seconds * value;
  }
  return Float32Array.from(sum, (value) => value / total);
}
