import { describe, expect, test } from 'vitest';
import { computeArithmetic } from '../../src/checkpoint/hyperpyyaml/arithmetic.js';

describe('computeArithmetic', () => {
  // The expected results were computed by Python.
  test.each([
    ['3', 3],
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['8 / 4 / 2', 1],
    ['7 // 2', 3],
    ['-7 // 2', -4],
    ['-7 % 3', 2],
    ['2 ** 3 ** 2', 512],
    ['-2 ** 2', -4],
    ['2 ** -1', 0.5],
    ['1e-3 * .5', 0.0005],
    [' 2*3 ', 6],
  ])('%s', (text, expected) => {
    expect(computeArithmetic(text)).toBeCloseTo(expected, 12);
  });

  test.each([
    '',
    'x',
    '1 +',
    '1 2',
    '(1',
    '1)',
    '()',
    '2 ** 9999',
    '1 / 0',
    'results/1',
    '1 + x',
    '__import__("os")',
    `${'('.repeat(5000)}1`,
    `${'-'.repeat(5000)}1`,
  ])('does not compute %j', (text) => {
    expect(computeArithmetic(text)).toBeUndefined();
  });
});
