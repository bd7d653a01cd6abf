import { describe, expect, test } from 'vitest';
import { projectPca, projectUmap } from '../../src/evaluation/index.js';
import { seededRandom } from '../support/seeded-random.js';

/** Three groups of embeddings that lie far apart; the first number never changes. */
function groups(size: number): Float32Array[] {
  const random = seededRandom(3);
  return Array.from({ length: 3 * size }, (_, at) =>
    Float32Array.from({ length: 24 }, (__, dimension) => {
      if (dimension === 0) return 1;
      return (dimension % 3 === at % 3 ? 5 : 0) + random();
    }),
  );
}

const distance = ([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]) =>
  Math.hypot(ax - bx, ay - by);

describe.each([
  ['PCA', projectPca],
  ['UMAP', projectUmap],
])('%s', (_, project) => {
  test('keeps groups together and apart from the others', () => {
    const points = project(groups(20)) ?? [];
    expect(points).toHaveLength(60);
    const nearest = points.map((point, at) => {
      const others = points.flatMap((other, place) => (place === at ? [] : [{ other, place }]));
      const near = others.reduce((best, each) =>
        distance(point, each.other) < distance(point, best.other) ? each : best,
      );
      return near.place % 3 === at % 3;
    });
    expect(nearest.every(Boolean)).toBe(true);
  });

  test('gives the same points each time', () => {
    expect(project(groups(5))).toEqual(project(groups(5)));
  });
});

test('PCA has as much variance as numpy finds', () => {
  // numpy.linalg.svd of the centred rows [[1, 2], [3, 4], [5, 7]]: its singular values are 4.53893687 and 0.2543989.
  const points = projectPca([Float32Array.of(1, 2), Float32Array.of(3, 4), Float32Array.of(5, 7)]);
  const norms = [0, 1].map((axis) => Math.hypot(...points.map((point) => point[axis] ?? NaN)));
  expect(norms[0]).toBeCloseTo(4.53893687, 7);
  expect(norms[1]).toBeCloseTo(0.2543989, 7);
});

test('PCA of fewer rows than numbers has as much variance, too', () => {
  // numpy.linalg.svd of the centred rows: 6.0827625 and 0.
  const points = projectPca([Float32Array.of(1, 2, 0, 4, 9), Float32Array.of(3, 4, 1, 0, 2)]);
  expect(Math.hypot(...points.map(([x]) => x))).toBeCloseTo(6.08276253029822, 6);
  expect(Math.hypot(...points.map(([, y]) => y))).toBeCloseTo(0, 6);
});

test('embeddings that do not differ, or are few, have no map', () => {
  expect(projectPca([Float32Array.of(1, 2), Float32Array.of(1, 2)])).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(projectUmap([Float32Array.of(1, 2)])).toBeUndefined();
});
