import type { Label } from '../../labels.js';
import type { Moment } from '../conversation.js';
import type { JudgedWindow } from '../emotion/judge-windows.js';
import { isCalm } from './calm-labels.js';
import { indexOfLargest } from './steady-labels.js';
import {
  MOST_SECONDS,
  runsByLabel,
  runsOf,
  spanOf,
  speechSeconds,
  strengthOf,
} from './window-runs.js';

/** When a moment begins and ends. */
export type MomentSettings = {
  /**
   * A moment has at least once this smoothed probability. Default: 0.75, the lowest with which the calls
   * that it was tuned on have at most 3 false moments an hour; docs/reports/conversations.md has others.
   */
  readonly threshold: number;
  /** It lasts while the probability is at least this share of the threshold. Default: 2/3. */
  readonly holdShare: number;
  /** Shorter moments are dropped. Default: 3 s of speech, a sentence. */
  readonly leastSeconds: number;
};

export const MOMENT_DEFAULTS: MomentSettings = {
  threshold: 0.75,
  holdShare: 2 / 3,
  leastSeconds: 3,
};

/** Both sides of a turning point last at least this many seconds of speech. */
const STEADY_SECONDS = 4;

/** A peak that begins this close to a change of the label is the change. In seconds. */
const SAME_PLACE_SECONDS = 3;

/** A return to calm ranks behind an outburst of the same strength. */
const CALM_WEIGHT = 0.5;

/** A moment with what it is ranked by. */
type RankedMoment = {
  readonly moment: Moment;
  /** Seconds above the threshold for holding on, each weighted by how far above: more is stronger. */
  readonly strength: number;
};

type RankedPeak = RankedMoment & {
  /** Of a peak that has no segment of its own: the index of the label of the segment around it. */
  readonly within: number | undefined;
};

/** What {@link findMoments} needs to know of a speaker. */
export type MomentsOf = {
  readonly speaker: string;
  /** Smoothed, in order. */
  readonly windows: readonly JudgedWindow[];
  /** One index of a label per window; see `steadyLabels`. */
  readonly labels: readonly number[];
};

/**
 * Finds what is worth a visit: peaks of an emotion, and the places where a speaker's emotion turns.
 *
 * @param names the labels of the model
 * @returns of all speakers, the strongest first
 */
export function findMoments(
  speakers: readonly MomentsOf[],
  names: readonly Label[],
  settings: Partial<MomentSettings> = {},
): Moment[] {
  const used = { ...MOMENT_DEFAULTS, ...settings };
  return speakers
    .flatMap((speaker) => momentsOf(speaker, names, used))
    .sort((a, b) => b.strength - a.strength || a.moment.start - b.moment.start)
    .map(({ moment }) => moment);
}

function momentsOf(
  speaker: MomentsOf,
  names: readonly Label[],
  settings: MomentSettings,
): RankedMoment[] {
  const peaks = names.flatMap((name, label) =>
    isCalm(name) ? [] : peaksOf(speaker, name, label, settings),
  );
  const turns = turningPoints(speaker, names, settings);
  const isSame = ({ moment: peak }: RankedMoment, { moment: turn }: RankedMoment) =>
    peak.label === turn.label && Math.abs(peak.start - turn.start) <= SAME_PLACE_SECONDS;
  const merged = peaks.map(({ moment, strength, within }) => {
    const turn = turns.find((each) => isSame({ moment, strength }, each));
    if (turn) {
      const { reason, before } = turn.moment;
      return { strength, moment: { ...moment, reason, before } };
    }
    const around = names[within ?? -1];
    return { strength, moment: around ? { ...moment, within: around.id } : moment };
  });
  return [...merged, ...turns.filter((turn) => !peaks.some((peak) => isSame(peak, turn)))];
}

/** The stretches in which the probability of a label is high. */
function peaksOf(
  of: MomentsOf,
  { id }: Label,
  label: number,
  { threshold, holdShare, leastSeconds }: MomentSettings,
): RankedPeak[] {
  const hold = threshold * holdShare;
  const found: RankedPeak[] = [];
  for (const run of runsOf(of.windows, (window) => (window.values[label] ?? 0) >= hold)) {
    const score = Math.max(...run.map(({ values }) => values[label] ?? 0));
    if (score < threshold || speechSeconds(run) < leastSeconds) continue;
    const strength = strengthOf(run, label, hold);
    const span = spanOf(run);
    const moment: Moment = { ...span, speaker: of.speaker, label: id, score, reason: 'peak' };
    const within = labelAround(
      of,
      run.filter(({ start }) => start < span.end),
      label,
    );
    found.push({ moment, strength, within });
  }
  return found;
}

/**
 * The label of the segment in which a peak is highest; `undefined` if a segment within the peak has the
 * label of the peak.
 */
function labelAround(
  { windows, labels }: MomentsOf,
  peak: readonly JudgedWindow[],
  label: number,
): number | undefined {
  const first = windows.findIndex((window) => window === peak[0]);
  const around = labels.slice(first, first + peak.length);
  if (around.includes(label)) return undefined;
  return around[indexOfLargest(peak.map(({ values }) => values[label] ?? 0))];
}

/** The places where one steady stretch with a label is followed by one with another label. */
function turningPoints(
  { speaker, windows, labels }: MomentsOf,
  names: readonly Label[],
  { threshold, holdShare }: MomentSettings,
): RankedMoment[] {
  const runs = runsByLabel(windows, labels).filter(
    ({ windows: run }) => speechSeconds(run) >= STEADY_SECONDS,
  );
  return runs.slice(1).flatMap((run, at): RankedMoment[] => {
    const [before, after] = [names[runs[at]?.label ?? -1], names[run.label]];
    const score = Math.max(...run.windows.map(({ values }) => values[run.label] ?? 0));
    if (!before || !after || before === after || score < threshold) return [];
    if (isCalm(before) && isCalm(after)) return [];
    const weight = isCalm(after) ? CALM_WEIGHT : 1;
    const [first] = run.windows;
    const opening = run.windows.filter(({ start }) => start < (first?.start ?? 0) + MOST_SECONDS);
    const strength = weight * strengthOf(opening, run.label, threshold * holdShare);
    const moment: Moment = {
      ...spanOf(run.windows),
      ...{ speaker, label: after.id, score },
      ...{ reason: 'turning-point', before: before.id },
    };
    return [{ moment, strength }];
  });
}
