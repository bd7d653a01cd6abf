import type { GraphBuilder, Value } from '../../onnx/index.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { mean, sum } from '../layers/statistics.js';

/** ONNX's numbers of element types. */
const [FLOAT, DOUBLE] = [1, 11];

/** A convolution that norms its own output: a matrix `[taps, channels]` and a bias `[channels]`. */
export type NormedFilter = { readonly weight: Value; readonly bias: Value };

/**
 * Folds a group norm with a group for each channel into the convolution before it. Mean and
 * variance of the convolution's output over the whole recording follow from the mean and the
 * covariance of its input, so that the output itself, the largest value of all, is never normed:
 * with windows `x` and a filter `w`, the mean of `w·x` is `w·x̄` and its variance `wᵀ cov(x) w`.
 *
 * @param windows what the convolution sees, `[1, windows, taps]`
 * @param filter its weights `[taps, channels]`
 * @param norm scale and shift of the group norm, `weight` and `bias`
 */
export function foldGroupNorm(
  norm: ModuleScope,
  windows: Value,
  filter: Value,
  { channels, epsilon }: { readonly channels: number; readonly epsilon: number },
): NormedFilter {
  const { graph } = norm;
  // A filter may hear what a recording hardly has: in float32 its variance would be rounding errors.
  const double = (x: Value) => graph.op('Cast', [x], { to: DOUBLE });
  const single = (x: Value) => graph.op('Cast', [x], { to: FLOAT });
  const [scale, shift] = ['weight', 'bias'].map((name) => double(norm.weight(name, [channels])));
  const weight = double(filter);
  const heard = double(windows);
  const centre = mean(graph, heard, [1]);
  const spread = covariance(graph, heard, centre);
  const variance = sum(graph, graph.op('Mul', [weight, graph.op('MatMul', [spread, weight])]), [1]);
  const positive = graph.op('Max', [variance, double(graph.constant('float32', 0))]);
  const padded = graph.op('Add', [positive, double(graph.constant('float32', epsilon))]);
  const gain = graph.op('Div', [scale, graph.op('Sqrt', [padded])]);
  const offset = graph.op('Mul', [gain, graph.op('MatMul', [centre, weight])]);
  const matrix = graph.op('Squeeze', [
    graph.op('Mul', [weight, gain]),
    graph.constant('int64', [0]),
  ]);
  return {
    weight: single(matrix),
    bias: single(
      graph.op('Squeeze', [graph.op('Sub', [shift, offset]), graph.constant('int64', [0, 1])]),
    ),
  };
}

/** The covariance of the numbers of windows, `[1, windows, taps]` to `[1, taps, taps]`. */
function covariance(graph: GraphBuilder, windows: Value, centre: Value): Value {
  const centred = graph.op('Sub', [windows, centre]);
  const turned = graph.op('Transpose', [centred], { perm: [0, 2, 1] });
  const count = graph.op('Cast', [graph.op('Shape', [windows], { start: 1, end: 2 })], {
    to: DOUBLE,
  });
  return graph.op('Div', [graph.op('MatMul', [turned, centred]), count]);
}
