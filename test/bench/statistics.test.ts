import { describe, expect, it } from 'vitest';
import { summarise } from '../../bench/performance/statistics.js';

describe('summarise', () => {
  it('takes the middle of the sorted values', () => {
    expect(summarise([10, 9, 2])).toEqual({ median: 9, lower: 5.5, upper: 9.5, runs: 3 });
  });

  it('takes what is between the two in the middle of an even number', () => {
    expect(summarise([4, 1, 3, 2]).median).toBe(2.5);
  });
});
