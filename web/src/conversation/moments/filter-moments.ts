import type { Moment } from '@engine/conversation/conversation.js';

/** Which moments are listed. */
export type MomentFilter = {
  /** The lowest probability, 0 to 1. */
  readonly threshold: number;
  /** Id of a label; empty for all. */
  readonly label: string;
  /** Id of a speaker; empty for all. */
  readonly speaker: string;
  /** The highest rank first, or in the order of the recording. */
  readonly order: 'rank' | 'time';
};

/** Every moment, in the order of the recording. */
export const ALL_MOMENTS: MomentFilter = { threshold: 0, label: '', speaker: '', order: 'time' };

/** The moments that pass a filter, in its order. */
export function filterMoments(
  moments: readonly Moment[],
  { threshold, label, speaker, order }: MomentFilter,
): readonly Moment[] {
  const passing = moments.filter(
    (moment) =>
      moment.score >= threshold &&
      (label === '' || moment.label === label) &&
      (speaker === '' || moment.speaker === speaker),
  );
  return order === 'rank' ? passing : passing.toSorted((a, b) => a.start - b.start);
}

/** The first moment that begins after a time, or the last one that begins before it. */
export function neighbourMoment(
  moments: readonly Moment[],
  time: number,
  direction: 1 | -1,
): Moment | undefined {
  const ordered = moments.toSorted((a, b) => a.start - b.start);
  // A moment that plays since less than half a second is the present one, not the previous one.
  return direction > 0
    ? ordered.find(({ start }) => start > time + 0.05)
    : ordered.findLast(({ start }) => start < time - 0.5);
}
