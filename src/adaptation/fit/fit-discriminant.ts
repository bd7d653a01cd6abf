import type { TrainingSet } from '../examples.js';
import type { LinearHead } from '../linear-head.js';
import { dot, type Matrix, rowOf } from '../matrix.js';
import { solveWithin } from './solve-within.js';
import { classMeans } from './standardise.js';

/**
 * Fits a linear discriminant analysis with a shrunk covariance (Friedman, Journal of the American
 * Statistical Association 84, 1989): the logits of the classes are those of normal distributions with
 * a common covariance and equal priors. With a shrinkage of 1, the classes are prototypes: the logits
 * compare the distances from their means.
 *
 * @param inputs standardised, `[examples, embeddingSize]`
 * @param shrinkage weight of the identity, above 0 and at most 1
 */
export function fitDiscriminant(
  set: Pick<TrainingSet, 'classes' | 'classCount'>,
  inputs: Matrix,
  shrinkage: number,
): LinearHead {
  const means = classMeans(set, inputs);
  const isPrototype = shrinkage >= 1;
  const rows = isPrototype ? inputs : centre(set.classes, inputs, means);
  const freedom = Math.max(1, inputs.rows - new Set(set.classes).size);
  const weight = means.map((mean) =>
    isPrototype ? mean : solveWithin(rows, freedom, shrinkage, mean),
  );
  return { weight, bias: weight.map((row, label) => -dot(row, means[label] ?? []) / 2) };
}

function centre(
  classes: readonly number[],
  inputs: Matrix,
  means: readonly Float64Array[],
): Matrix {
  const centred = { ...inputs, data: inputs.data.slice() };
  for (let row = 0; row < inputs.rows; row++) {
    const [values, mean] = [rowOf(centred, row), means[classes[row] ?? 0]];
    for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) - (mean?.[at] ?? 0);
  }
  return centred;
}
