import { softmax } from '../inference/index.js';
import type { OutputDifference } from '../bundles/web.js';

/**
 * Compares the logits of two graphs on the same recordings.
 *
 * @param expected logits of the full model in fp32, `[recordings][labels]`
 * @param found logits of the other graph, `[recordings][labels]`
 * @param task `classification`: probabilities are compared; `regression`: the logits themselves
 * @throws RangeError if the two have different shapes
 */
export function compareOutputs(
  expected: readonly Float32Array[],
  found: readonly Float32Array[],
  task: 'classification' | 'regression',
): Omit<OutputDifference, 'protocol'> {
  checkCounts(expected.length, found.length, 'recordings');
  const valuesOf = (logits: Float32Array) => (task === 'regression' ? logits : softmax(logits));
  const total = { sum: 0, largest: 0, values: 0, sameLabels: 0 };
  for (const [at, logits] of expected.entries()) {
    const [a, b] = [valuesOf(logits), valuesOf(found[at] ?? new Float32Array())];
    checkCounts(a.length, b.length, 'values');
    for (const [i, value] of a.entries()) {
      const difference = Math.abs(value - (b[i] ?? NaN));
      total.sum += difference;
      total.largest = Math.max(total.largest, difference);
    }
    total.values += a.length;
    if (indexOfLargest(a) === indexOfLargest(b)) total.sameLabels++;
  }
  return {
    recordings: expected.length,
    ...(task === 'classification' && { labelAgreement: total.sameLabels / expected.length }),
    meanDifference: total.sum / total.values,
    largestDifference: total.largest,
  };
}

function checkCounts(expected: number, found: number, unit: string): void {
  if (expected === found) return;
  throw new RangeError(
    `Found ${found} ${unit} of the smaller graph, expected ${expected} as of the full model. Give recordings that are the same each time they are read.`,
  );
}

function indexOfLargest(values: Float32Array): number {
  return values.reduce((best, value, at) => (value > (values[best] ?? -Infinity) ? at : best), 0);
}
