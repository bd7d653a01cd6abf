import type { LinearHead } from '../linear-head.js';
import { type Matrix, matrixOf, rowOf } from '../matrix.js';
import { balancedWeights, type TrainingSet } from '../examples.js';

/** The variance of a dimension is mixed with the mean variance, which counts as much as this many examples. */
const ASSUMED_EXAMPLES = 20;

/** Centred embeddings in units of the standard deviation within classes. */
export type Standardised = {
  /** `[examples, embeddingSize]` */
  readonly inputs: Matrix;
  /** The mean of the means of the classes, `[embeddingSize]`. */
  readonly mean: Float64Array;
  /** `[embeddingSize]` */
  readonly scale: Float64Array;
};

/** Centres embeddings, and divides them by their standard deviation within classes. */
export function standardise(set: TrainingSet): Standardised {
  const size = set.inputs[0]?.length ?? 0;
  const inputs = matrixOf(set.inputs, size);
  const mean = balancedMean(set, inputs);
  const scale = withinScale(set, inputs, mean);
  for (let row = 0; row < inputs.rows; row++) {
    const values = rowOf(inputs, row);
    for (let at = 0; at < size; at++)
      values[at] = ((values[at] ?? 0) - (mean[at] ?? 0)) / (scale[at] ?? 1);
  }
  return { inputs, mean, scale };
}

/** Turns a head on standardised embeddings into one on embeddings. */
export function unstandardise(
  { weight, bias }: LinearHead,
  { mean, scale }: Pick<Standardised, 'mean' | 'scale'>,
): LinearHead {
  const rows = weight.map((row) => row.map((value, at) => value / (scale[at] ?? 1)));
  return {
    weight: rows,
    bias: bias.map(
      (value, label) =>
        value - (rows[label]?.reduce((sum, each, at) => sum + each * (mean[at] ?? 0), 0) ?? 0),
    ),
  };
}

/** The means of the classes, `[classes][embeddingSize]`; zeros for a class without examples. */
export function classMeans(
  { classes, classCount }: Pick<TrainingSet, 'classes' | 'classCount'>,
  inputs: Matrix,
): Float64Array[] {
  const means = Array.from({ length: classCount }, () => new Float64Array(inputs.columns));
  const counts = new Array<number>(classCount).fill(0);
  for (const each of classes) counts[each] = (counts[each] ?? 0) + 1;
  for (let row = 0; row < inputs.rows; row++) {
    const label = classes[row] ?? 0;
    const [to, from] = [means[label], rowOf(inputs, row)];
    const share = 1 / (counts[label] ?? 1);
    if (to) for (let at = 0; at < to.length; at++) to[at] = (to[at] ?? 0) + share * (from[at] ?? 0);
  }
  return means;
}

function balancedMean(set: TrainingSet, inputs: Matrix): Float64Array {
  const mean = new Float64Array(inputs.columns);
  for (const [row, weight] of balancedWeights(set).entries()) {
    const values = rowOf(inputs, row);
    for (let at = 0; at < mean.length; at++)
      mean[at] = (mean[at] ?? 0) + weight * (values[at] ?? 0);
  }
  return mean;
}

/**
 * With one example a class there is no variance within classes, and the variance of all examples is
 * used instead.
 */
function withinScale(set: TrainingSet, inputs: Matrix, overall: Float64Array): Float64Array {
  const present = new Set(set.classes).size;
  const isSingle = inputs.rows <= present;
  const means = isSingle ? [] : classMeans(set, inputs);
  const variances = new Float64Array(inputs.columns);
  for (let row = 0; row < inputs.rows; row++) {
    const [values, centre] = [rowOf(inputs, row), means[set.classes[row] ?? 0] ?? overall];
    for (let at = 0; at < variances.length; at++)
      variances[at] = (variances[at] ?? 0) + ((values[at] ?? 0) - (centre[at] ?? 0)) ** 2;
  }
  const freedom = Math.max(1, inputs.rows - (isSingle ? 1 : present));
  const average = variances.reduce((a, b) => a + b, 0) / freedom / Math.max(1, variances.length);
  const assumed = ASSUMED_EXAMPLES * (average || 1);
  return variances.map((sum) => Math.sqrt((sum + assumed) / (freedom + ASSUMED_EXAMPLES)));
}
