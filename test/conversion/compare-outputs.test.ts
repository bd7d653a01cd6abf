import { expect, test } from 'vitest';
import { compareOutputs } from '../../src/conversion/compare-outputs.js';

test('outputs are compared by labels, and by probabilities or values', () => {
  const exact = [Float32Array.of(2, 0), Float32Array.of(0, 2)];
  const found = [Float32Array.of(0, 2), Float32Array.of(0, 2)];
  const share = 1 / (1 + Math.exp(-2));
  const classes = compareOutputs(exact, found, 'classification');
  expect(classes).toMatchObject({ recordings: 2, labelAgreement: 0.5 });
  expect(classes.largestDifference).toBeCloseTo(2 * share - 1, 6);
  expect(classes.meanDifference).toBeCloseTo((2 * share - 1) / 2, 6);
  expect(compareOutputs(exact, found, 'regression')).toEqual({
    recordings: 2,
    meanDifference: 1,
    largestDifference: 2,
  });
});

test('200,000 recordings of four classes are compared', () => {
  const exact = Array.from({ length: 200_000 }, () => Float32Array.of(1, 0, 0, 0));
  const found = exact.with(150_000, Float32Array.of(0, 1, 0, 0));
  const difference = compareOutputs(exact, found, 'classification');
  expect(difference.labelAgreement).toBe(1 - 1 / 200_000);
  expect(difference.largestDifference).toBeGreaterThan(0.2);
});

test('a missing result is an error and not an agreement', () => {
  const [a, b] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
  const expected = 'Found 1 recordings of the smaller graph, expected 2';
  expect(() => compareOutputs([a, b], [a], 'classification')).toThrow(expected);
  expect(() => compareOutputs([a], [Float32Array.of(1)], 'regression')).toThrow(
    'Found 1 values of the smaller graph, expected 2',
  );
});

test('numbers that are not finite are not hidden by others', () => {
  const [exact, found] = [[Float32Array.of(1, 0)], [Float32Array.of(NaN, 0)]];
  expect(compareOutputs(exact, found, 'regression')).toMatchObject({
    meanDifference: NaN,
    largestDifference: NaN,
  });
});
