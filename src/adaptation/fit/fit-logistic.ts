import { balancedWeights, type TrainingSet } from '../examples.js';
import type { LinearHead } from '../linear-head.js';
import { addScaled, dot, type Matrix, rowOf } from '../matrix.js';
import { minimise } from './minimise.js';

/** What {@link fitLogistic} fits. */
export type LogisticProblem = Pick<TrainingSet, 'classes' | 'classCount'> & {
  /** `[examples, size]`; a size of 0 fits biases alone. */
  readonly inputs: Matrix;
  /** Logits that are added to those of the head, `[examples][classes]`. Default: 0. */
  readonly offsets?: readonly (readonly number[])[] | undefined;
  /** Factor of half the squared norm of the weights. */
  readonly weightPenalty: number;
  /** Factor of half the squared norm of the biases. */
  readonly biasPenalty: number;
};

/**
 * Fits a multinomial logistic regression in which all classes count equally, with a penalty on the
 * squared norm of the weights. With the logits of another head as offsets, that head is what no data
 * leads to, and the more data there is the less it counts (maximum a posteriori with a normal prior
 * around the other head).
 */
export function fitLogistic(problem: LogisticProblem): LinearHead {
  const { inputs, classCount } = problem;
  const size = inputs.columns;
  const weightOf = (point: Float64Array, label: number) =>
    point.subarray(label * size, (label + 1) * size);
  const point = minimise(
    makeObjective(problem, weightOf),
    new Float64Array((size + 1) * classCount),
  );
  const labels = Array.from({ length: classCount }, (_, label) => label);
  return {
    weight: labels.map((label) => weightOf(point, label).slice()),
    bias: [...point.subarray(size * classCount)],
  };
}

function makeObjective(
  { inputs, classes, classCount, offsets, weightPenalty, biasPenalty }: LogisticProblem,
  weightOf: (point: Float64Array, label: number) => Float64Array,
) {
  const weights = balancedWeights({ classes, classCount });
  const biasStart = inputs.columns * classCount;
  const logits = new Float64Array(classCount);
  return (point: Float64Array, gradient: Float64Array): number => {
    for (let at = 0; at < point.length; at++)
      gradient[at] = (at < biasStart ? weightPenalty : biasPenalty) * (point[at] ?? 0);
    let value = dot(gradient, point) / 2;
    for (let row = 0; row < inputs.rows; row++) {
      const [input, weight, truth] = [rowOf(inputs, row), weights[row] ?? 0, classes[row] ?? 0];
      for (let label = 0; label < classCount; label++)
        logits[label] =
          dot(weightOf(point, label), input) +
          (point[biasStart + label] ?? 0) +
          (offsets?.[row]?.[label] ?? 0);
      value += weight * toErrors(logits, truth);
      for (let label = 0; label < classCount; label++) {
        const error = weight * (logits[label] ?? 0);
        gradient[biasStart + label] = (gradient[biasStart + label] ?? 0) + error;
        addScaled(weightOf(gradient, label), input, error);
      }
    }
    return value;
  };
}

/** Replaces logits by probabilities minus truth, and returns the cross entropy. */
function toErrors(logits: Float64Array, truth: number): number {
  const highest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const own = (logits[truth] ?? 0) - highest;
  let sum = 0;
  for (let label = 0; label < logits.length; label++) {
    const power = Math.exp((logits[label] ?? 0) - highest);
    logits[label] = power;
    sum += power;
  }
  for (let label = 0; label < logits.length; label++)
    logits[label] = (logits[label] ?? 0) / sum - (label === truth ? 1 : 0);
  return Math.log(sum) - own;
}
