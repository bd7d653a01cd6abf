import { softmax } from '../inference/index.js';
import type { Distance } from '../bundles/index.js';

/**
 * Compares the logits of two graphs on the same recordings.
 *
 * @param exact of the whole graph in fp32, `[recordings][labels]`
 * @param found of the other graph
 * @param task `regression`: the logits are the values themselves
 */
export function measureDistance(
  exact: readonly Float32Array[],
  found: readonly Float32Array[],
  task: 'classification' | 'regression',
): Omit<Distance, 'protocol'> {
  const values = (logits: Float32Array) => (task === 'regression' ? logits : softmax(logits));
  const pairs = exact.map((logits, at) => [values(logits), values(found[at] ?? logits)] as const);
  const differences = pairs.flatMap(([a, b]) =>
    Array.from(a, (x, i) => Math.abs(x - (b[i] ?? NaN))),
  );
  const same = pairs.filter(([a, b]) => largestAt(a) === largestAt(b)).length;
  return {
    recordings: pairs.length,
    ...(task === 'classification' && { labelAgreement: same / pairs.length }),
    meanDifference: differences.reduce((a, b) => a + b, 0) / differences.length,
    largestDifference: Math.max(...differences),
  };
}

function largestAt(values: Float32Array): number {
  return values.indexOf(Math.max(...values));
}
