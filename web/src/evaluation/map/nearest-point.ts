import type { Point } from '@engine/evaluation/web.js';

/** The keys that go from one point of a map to the next, with their directions. */
export const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The place of the point that is next in a direction: near, and rather ahead than beside.
 *
 * @returns `undefined` if no point lies ahead
 */
export function nextPoint(
  points: readonly Point[],
  from: number,
  [dx, dy]: Point,
): number | undefined {
  const [fromX, fromY] = points[from] ?? [0, 0];
  return least(points, ([x, y], at) => {
    const ahead = (x - fromX) * dx + (y - fromY) * dy;
    const beside = Math.abs((x - fromX) * dy) + Math.abs((y - fromY) * dx);
    // Of points at one place, the keys to the right and down go forward, the others back.
    const isAhead = ahead > 0 || (ahead === 0 && beside === 0 && (at - from) * (dx + dy) > 0);
    return isAhead ? ahead + 2 * beside : Infinity;
  });
}

/** The place of the point that is nearest to a place; `undefined` if it is further than `reach`. */
export function nearestPoint(
  points: readonly Point[],
  [toX, toY]: Point,
  reach: number,
): number | undefined {
  return least(points, ([x, y]) => {
    const distance = Math.hypot(x - toX, y - toY);
    return distance <= reach ? distance : Infinity;
  });
}

function least(
  points: readonly Point[],
  cost: (point: Point, at: number) => number,
): number | undefined {
  let [best, bestCost]: [number | undefined, number] = [undefined, Infinity];
  for (const [at, point] of points.entries()) {
    const found = cost(point, at);
    if (found < bestCost) [best, bestCost] = [at, found];
  }
  return best;
}
