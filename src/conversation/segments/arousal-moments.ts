import type { Label } from '../../labels.js';
import type { ArousalLevel, Moment } from '../conversation.js';
import type { JudgedWindow } from '../emotion/judge-windows.js';
import { findMoments, MOMENT_DEFAULTS, type MomentSettings } from './find-moments.js';
import { steadyLabels } from './steady-labels.js';
import { speechSeconds } from './window-runs.js';

/** What is usual for a speaker is known from this many seconds of speech on. */
const LEAST_SPEECH_SECONDS = 10;

/** Smaller departures from what is usual are no moments, however even a voice is. */
const LEAST_DEPARTURE = 0.1;

/** A moment departs from the median by at least this many standard deviations. */
const DEVIATIONS = 2;

/** The median absolute deviation of a normal distribution times this is its standard deviation. */
const DEVIATION_OF_MEDIAN = 1.4826;

/** The levels of arousal in the order of {@link levelsOf}, as labels of a classifier. */
const LEVELS: readonly (Label & { readonly id: ArousalLevel })[] = [
  { id: 'usual', en: 'usual', zh: '平常' },
  { id: 'high', en: 'high', zh: '偏高' },
  { id: 'low', en: 'low', zh: '偏低' },
];

/** What {@link findArousalMoments} needs to know of a speaker. */
export type CourseOf = {
  readonly speaker: string;
  /** Smoothed, in order; the values of all dimensions. */
  readonly windows: readonly JudgedWindow[];
};

/**
 * Finds the peaks and turning points of arousal, for models with this dimension. The scales of models
 * differ, and those of voices, too, so that each speaker is compared with its own median: a departure by
 * 0.1 and two standard deviations, which are estimated from the median absolute deviation, counts like a
 * probability of the default threshold of `findMoments`.
 *
 * @param names the dimensions of the model
 * @returns of all speakers, the strongest first; returns to what is usual come last
 */
export function findArousalMoments(
  speakers: readonly CourseOf[],
  names: readonly Label[],
  settings: Partial<MomentSettings> = {},
): Moment[] {
  const dimension = names.findIndex(({ en }) => en === 'arousal');
  const name = names[dimension];
  if (!name) return [];
  const enough = speakers.filter(({ windows }) => speechSeconds(windows) >= LEAST_SPEECH_SECONDS);
  const levels = enough.map(({ speaker, windows }) => {
    const found = levelsOf(windows, dimension);
    return { speaker, windows: found, labels: steadyLabels(found) };
  });
  const moments = findMoments(levels, LEVELS, settings).map((moment) => {
    const level = LEVELS.find(({ id }) => id === moment.label)?.id ?? 'usual';
    const windows = enough.find(({ speaker }) => speaker === moment.speaker)?.windows ?? [];
    const score = extreme(windows, moment, level, dimension);
    // Dimensions have no segments that a peak could disagree with.
    return { ...moment, within: undefined, label: name.id, level, score };
  });
  const isReturn = ({ level }: Moment) => level === 'usual';
  return [...moments.filter((moment) => !isReturn(moment)), ...moments.filter(isReturn)];
}

/** Each window's arousal as if a classifier had judged its level: `[usual, high, low]`, their sum is 1. */
function levelsOf(windows: readonly JudgedWindow[], dimension: number): JudgedWindow[] {
  const values = windows.map((window) => window.values[dimension] ?? NaN);
  const middle = median(values);
  const spread = median(values.map((value) => Math.abs(value - middle)));
  const departure = Math.max(LEAST_DEPARTURE, DEVIATIONS * DEVIATION_OF_MEDIAN * spread);
  const scale = MOMENT_DEFAULTS.threshold / departure;
  return windows.map(({ start, end }, at) => {
    const distance = Math.max(-1, Math.min(1, scale * ((values[at] ?? NaN) - middle)));
    const [high, low] = [Math.max(0, distance), Math.max(0, -distance)];
    return { start, end, values: Float32Array.of(1 - high - low, high, low) };
  });
}

/** The highest or the lowest value within a moment; the median at the usual level. */
function extreme(
  windows: readonly JudgedWindow[],
  { start, end }: Moment,
  level: ArousalLevel,
  dimension: number,
): number {
  const values = windows
    .filter((window) => window.start < end && window.end > start)
    .map((window) => window.values[dimension] ?? NaN);
  if (level === 'usual') return median(values);
  return level === 'high' ? Math.max(...values) : Math.min(...values);
}

/** The value in the middle; the lower one of two. */
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? NaN;
