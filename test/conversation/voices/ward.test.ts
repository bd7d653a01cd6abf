import { expect, test } from 'vitest';
import { bestAssignment } from '../../../src/conversation/voices/assignment.js';
import { bestPath, withoutShortRuns } from '../../../src/conversation/voices/speaker-frames.js';
import { cutTree, wardTree } from '../../../src/conversation/voices/ward.js';
import { seededRandom } from '../../support/seeded-random.js';

/** The rise of the squared distances from the means if two groups of points are joined. */
function rise(points: readonly (readonly number[])[], a: readonly number[], b: readonly number[]) {
  const mean = (ids: readonly number[], i: number) =>
    ids.reduce((sum, id) => sum + (points[id]?.[i] ?? 0), 0) / ids.length;
  const apart = (points[0] ?? []).reduce((sum, _, i) => sum + (mean(a, i) - mean(b, i)) ** 2, 0);
  return (apart * a.length * b.length) / (a.length + b.length);
}

/** Ward's clustering as it is defined: looks at all pairs before each merge. */
function slowWard(points: readonly (readonly number[])[], count: number): number[] {
  let groups = points.map((_, id) => [id]);
  while (groups.length > count) {
    const pairs = groups.flatMap((a, i) => groups.slice(i + 1).map((b) => [a, b] as const));
    const rises = pairs.map(([a, b]) => rise(points, a, b));
    const best = pairs[rises.indexOf(Math.min(...rises))];
    groups = groups.filter((group) => !best?.includes(group));
    groups.push(best?.flat() ?? []);
  }
  const firsts = groups.map((group) => Math.min(...group)).sort((a, b) => a - b);
  return points.map((_, id) => {
    const own = groups.find((group) => group.includes(id)) ?? [];
    return firsts.indexOf(Math.min(...own));
  });
}

test('the chain of nearest neighbours finds the clusters of the definition', () => {
  const random = seededRandom(11);
  for (let round = 0; round < 20; round++) {
    const points = Array.from({ length: 24 }, () => Array.from({ length: 3 }, random));
    const tree = wardTree(points);
    for (const count of [1, 2, 3, 7, 24])
      expect(cutTree(tree, points.length, count)).toEqual(slowWard(points, count));
  }
});

test('points that are all the same end in one tree', () => {
  const points = Array.from({ length: 10 }, () => [1, 2]);
  expect(wardTree(points)).toHaveLength(9);
  expect(new Set(cutTree(wardTree(points), 10, 3)).size).toBe(3);
  expect(wardTree([])).toEqual([]);
});

test('the assignment has the largest sum of all permutations', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 50; round++) {
    const [rows, columns] = [1 + Math.floor(5 * random()), 1 + Math.floor(5 * random())];
    const gains = Array.from({ length: rows }, () => Array.from({ length: columns }, random));
    const assigned = bestAssignment(gains);
    const taken = assigned.filter((column) => column >= 0);
    expect(new Set(taken).size).toBe(Math.min(rows, columns));
    const sum = assigned.reduce((total, column, row) => total + (gains[row]?.[column] ?? 0), 0);
    expect(sum).toBeCloseTo(mostOf(gains, 0, new Set()));
  }
});

/** The largest sum by trying everything. */
function mostOf(gains: readonly (readonly number[])[], row: number, used: Set<number>): number {
  const own = gains[row];
  if (!own) return 0;
  const sums = own.flatMap((gain, column) =>
    used.has(column) ? [] : [gain + mostOf(gains, row + 1, new Set([...used, column]))],
  );
  const without = gains.length - row > own.length - used.size ? [mostOf(gains, row + 1, used)] : [];
  return Math.max(...sums, ...without);
}

test('a path changes only if the scores are worth its cost', () => {
  const scores = Array.from({ length: 10 }, (_, at) => (at === 5 ? [0, 1] : [1, 0]));
  expect(bestPath(scores, 3)).toEqual(Array(10).fill(0));
  expect(bestPath(scores, 0.1)[5]).toBe(1);
});

test('short runs go to their longer neighbour', () => {
  expect(withoutShortRuns([0, 0, 0, 1, 2, 2], 2)).toEqual([0, 0, 0, 0, 2, 2]);
  expect(withoutShortRuns([1, 0, 0, 0], 2)).toEqual([0, 0, 0, 0]);
  expect(withoutShortRuns([1], 5)).toEqual([1]);
});
