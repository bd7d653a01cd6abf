import type { Label, TimelineWindow } from '../api/types.ts';

/** A rectangle of the chart: seconds across, probability from 0 (top) to 1 down. */
export type TimelineColumn = {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  /** Index of the class. */
  readonly label: number;
};

/**
 * Stacks the probabilities of each window. Windows overlap, so that each is drawn from halfway to
 * its neighbour before to halfway to its neighbour after, by their centres.
 */
export function timelineColumns(
  timeline: readonly TimelineWindow[],
  labels: readonly Label[],
  durationSeconds: number,
): TimelineColumn[] {
  const centres = timeline.map(({ startSeconds, endSeconds }) => (startSeconds + endSeconds) / 2);
  const edge = (after: number) => {
    const [left, right] = [centres[after - 1], centres[after]];
    if (left === undefined) return 0;
    return right === undefined ? durationSeconds : (left + right) / 2;
  };
  return timeline.flatMap(({ probabilities }, at) => {
    const [x, end] = [edge(at), edge(at + 1)];
    let y = 0;
    return labels.map(({ id }, label) => {
      const height = probabilities[id] ?? 0;
      const column = { x, width: end - x, y, height, label };
      y += height;
      return column;
    });
  });
}
