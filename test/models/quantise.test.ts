import { describe, expect, test } from 'vitest';
import { channelsOf, quantiseChannels } from '../../src/models/precision/quantise.js';
import { noise } from './noise.js';

describe('a matrix of signed bytes', () => {
  const columns = 6;
  // Columns of very different ranges, and one of zeros.
  const ranges = [1, 1e-4, 300, 0, 2, 0.5];
  const matrix = noise('matrix', 50 * columns).map((x, i) => x * (ranges[i % columns] ?? 0));
  const { values, scales } = quantiseChannels(matrix, channelsOf([50, columns], 1));

  test('changes no number by more than half a step of its column', () => {
    for (const [i, x] of matrix.entries()) {
      const scale = scales[i % columns] ?? NaN;
      expect(Math.abs((values[i] ?? NaN) * scale - x)).toBeLessThanOrEqual(scale * 0.5001);
    }
  });

  test('uses the whole range in every column and never exceeds it', () => {
    for (const [column, range] of ranges.entries()) {
      const own = [...values].filter((_, i) => i % columns === column);
      expect(Math.max(...own.map(Math.abs))).toBe(range === 0 ? 0 : 127);
      expect(scales[column]).toBeGreaterThan(0);
    }
  });
});

test('the channels of a filter are its first axis', () => {
  const shape = [3, 2, 4];
  const filter = noise('filter', 24).map((x, i) => x * 10 ** Math.floor(i / 8));
  const { values, scales } = quantiseChannels(filter, channelsOf(shape, 0));
  for (const [i, x] of filter.entries()) {
    const scale = scales[Math.floor(i / 8)] ?? NaN;
    expect(Math.abs((values[i] ?? NaN) * scale - x)).toBeLessThanOrEqual(scale * 0.5001);
  }
  expect(scales.length).toBe(3);
  for (const from of [0, 8, 16]) {
    expect(Math.max(...values.subarray(from, from + 8).map(Math.abs))).toBe(127);
  }
});
