import type { Point } from './project.js';

/** UMAP takes several seconds for a thousand points. */
const MOST_POINTS = 1000;

/** The places of the clips that a map shows: all, or if there are many, evenly spaced ones. */
export function mappedPlaces(clips: number): number[] {
  const step = Math.max(1, clips / MOST_POINTS);
  return Array.from({ length: Math.min(clips, MOST_POINTS) }, (_, at) => Math.floor(at * step));
}

/** A square in which points are drawn. */
export type Square = { readonly size: number; readonly margin: number };

/** Places points in a square, which they fill in both directions. */
export function placePoints(points: readonly Point[], { size, margin }: Square): Point[] {
  const scales = ([0, 1] as const).map((axis) => {
    const values = points.map((point) => point[axis]);
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return (value: number) =>
      margin + ((size - 2 * margin) * (value - low)) / Math.max(high - low, 1e-9);
  });
  return points.map(([x, y]): Point => [scales[0]?.(x) ?? 0, scales[1]?.(y) ?? 0]);
}
