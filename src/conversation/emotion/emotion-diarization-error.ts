import type { Span } from '../conversation.js';
import { clip, join, secondsOf } from '../spans.js';

/** A stretch of one emotion of one speaker. */
export type LabelledSpan = Span & { readonly label: string };

/** The parts of the emotion diarization error, in seconds. */
export type EmotionDiarizationError = {
  /** The seconds that the error is related to. */
  readonly total: number;
  /** True emotion for which none was found. */
  readonly missed: number;
  /** Found emotion where there truth is none. */
  readonly falseAlarm: number;
  /** Another emotion was found than the true one. */
  readonly confusion: number;
  /** The three errors divided by `total`; NaN if that is 0. */
  readonly rate: number;
};

/**
 * The emotion diarization error rate (EDER) of one speaker: missed emotion, false alarms and confused
 * emotions, divided by the seconds of true speech.
 *
 * @param truth,found in order and without overlap; SpeechBrain's `EDER` is that of a truth without
 *   gaps, see {@link fillGaps}
 * @see Wang et al., "Speech Emotion Diarization: Which Emotion Appears When?", ASRU 2023
 */
export function emotionDiarizationError(
  truth: readonly LabelledSpan[],
  found: readonly LabelledSpan[],
): EmotionDiarizationError {
  const total = secondsOf(truth);
  let [both, equal] = [0, 0];
  for (const span of truth) {
    both += secondsOf(clip(found, span));
    equal += secondsOf(
      clip(
        found.filter(({ label }) => label === span.label),
        span,
      ),
    );
  }
  const parts = { missed: total - both, falseAlarm: secondsOf(found) - both };
  const confusion = both - equal;
  return {
    total,
    ...parts,
    confusion,
    rate: (parts.missed + parts.falseAlarm + confusion) / total,
  };
}

/** Gives everything between the spans and up to the end of the recording the same label. */
export function fillGaps(
  spans: readonly LabelledSpan[],
  { durationSeconds, label }: { readonly durationSeconds: number; readonly label: string },
): LabelledSpan[] {
  const within = spans.flatMap((span) =>
    clip([span], { start: 0, end: durationSeconds }).map((part) => ({
      ...part,
      label: span.label,
    })),
  );
  const edges = [0, ...join(within).flatMap(({ start, end }) => [start, end]), durationSeconds];
  const gaps: LabelledSpan[] = [];
  for (let at = 0; at + 1 < edges.length; at += 2) {
    const [start = 0, end = 0] = [edges[at], edges[at + 1]];
    if (end > start) gaps.push({ start, end, label });
  }
  return [...within, ...gaps].sort((a, b) => a.start - b.start);
}

/**
 * Joins the labels of windows at equal distances to stretches. Where windows with different labels
 * overlap, each gets half, as in SpeechBrain's `EDER`.
 *
 * @param labels one per window, in order
 */
export function joinLabels(
  labels: readonly string[],
  {
    windowSeconds,
    strideSeconds,
  }: { readonly windowSeconds: number; readonly strideSeconds: number },
): LabelledSpan[] {
  const spans: { start: number; end: number; label: string }[] = [];
  for (const [at, label] of labels.entries()) {
    const [start, end] = [at * strideSeconds, at * strideSeconds + windowSeconds];
    const last = spans.at(-1);
    if (last?.label === label && last.end >= start - 1e-9) {
      last.end = end;
      continue;
    }
    const half = last ? Math.max(0, last.end - start) / 2 : 0;
    if (last) last.end -= half;
    spans.push({ start: start + half, end, label });
  }
  return spans;
}
