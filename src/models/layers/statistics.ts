import type { GraphBuilder, Value } from '../../onnx/index.js';

/** Mean over axes, which are kept with size 1, or removed if `keep` is false. */
export function mean(graph: GraphBuilder, x: Value, axes: readonly number[], keep = true): Value {
  return graph.op('ReduceMean', [x, graph.constant('int64', axes)], { keepdims: keep ? 1 : 0 });
}

/** Sum over axes, which are kept with size 1, or removed if `keep` is false. */
export function sum(graph: GraphBuilder, x: Value, axes: readonly number[], keep = true): Value {
  return graph.op('ReduceSum', [x, graph.constant('int64', axes)], { keepdims: keep ? 1 : 0 });
}

/** `(x - mean) / √(variance + epsilon)` over axes, with the biased variance and no learnt parameters. */
export function standardise(
  graph: GraphBuilder,
  x: Value,
  axes: readonly number[],
  epsilon: number,
): Value {
  const centred = graph.op('Sub', [x, mean(graph, x, axes)]);
  const variance = mean(graph, graph.op('Mul', [centred, centred]), axes);
  const padded = graph.op('Add', [variance, graph.constant('float32', epsilon)]);
  return graph.op('Div', [centred, graph.op('Sqrt', [padded])]);
}
