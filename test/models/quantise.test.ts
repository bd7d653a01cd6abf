import { describe, expect, test } from 'vitest';
import { quantiseColumns } from '../../src/models/quantise.js';
import { noise } from './noise.js';

describe.each([
  [8, 127],
  [7, 63],
])('a matrix of %i-bit weights', (_, most) => {
  const columns = 6;
  // Columns of very different ranges, and one of zeros.
  const ranges = [1, 1e-4, 300, 0, 2, 0.5];
  const matrix = noise('matrix', 50 * columns).map((x, i) => x * (ranges[i % columns] ?? 0));
  const { values, scales } = quantiseColumns(matrix, columns, most);

  test('is nowhere further than half a step of its column from what it was', () => {
    for (const [i, x] of matrix.entries()) {
      const scale = scales[i % columns] ?? NaN;
      expect(Math.abs((values[i] ?? NaN) * scale - x)).toBeLessThanOrEqual(scale * 0.5001);
    }
  });

  test('uses the whole range in every column and never more', () => {
    for (const [column, range] of ranges.entries()) {
      const own = [...values].filter((_, i) => i % columns === column);
      expect(Math.max(...own.map(Math.abs))).toBe(range === 0 ? 0 : most);
      expect(scales[column]).toBeGreaterThan(0);
    }
  });
});
