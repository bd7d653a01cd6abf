import type { Label, TimelineWindow } from '../api/types.ts';
import { valuesOf } from './label-of.ts';

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
  const centres = timeline.map(centre);
  const edge = (after: number) => {
    const [left, right] = [centres[after - 1], centres[after]];
    if (left === undefined) return 0;
    return right === undefined ? durationSeconds : (left + right) / 2;
  };
  return timeline.flatMap((window, at) => {
    const values = valuesOf(window);
    const [x, end] = [edge(at), edge(at + 1)];
    let y = 0;
    return labels.map(({ id }, label) => {
      const height = values[id] ?? 0;
      const column = { x, width: end - x, y, height, label };
      y += height;
      return column;
    });
  });
}

/** One line for each dimension through the centres of the windows, as `points` of a polyline; 1 is at the top. */
export function timelineLines(
  timeline: readonly TimelineWindow[],
  labels: readonly Label[],
): string[] {
  return labels.map(({ id }) =>
    timeline
      .map((window) => {
        const value = Math.max(0, Math.min(1, valuesOf(window)[id] ?? 0));
        return `${centre(window)},${1 - value}`;
      })
      .join(' '),
  );
}

function centre({ startSeconds, endSeconds }: TimelineWindow): number {
  return (startSeconds + endSeconds) / 2;
}
