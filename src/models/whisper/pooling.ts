import type { GraphBuilder, Value } from '../../onnx/index.js';
import { mean, sum } from '../layers/statistics.js';

/**
 * The mean over time of the states `[1, frames, size]`, followed by their standard deviation, which
 * divides by the number of frames: `[1, 2 · size]`.
 *
 * @param weights how much each frame counts, `[1, frames, 1]`, from 0 to 1; default: all the same
 */
export function meanAndDeviation(graph: GraphBuilder, states: Value, weights?: Value): Value {
  const average = weights ? weightedMean(graph, weights) : (x: Value) => mean(graph, x, [1]);
  const centre = average(states);
  const distance = graph.op('Sub', [states, centre]);
  const variance = average(graph.op('Mul', [distance, distance]));
  const pooled = graph.op('Concat', [centre, graph.op('Sqrt', [variance])], { axis: 2 });
  return graph.op('Squeeze', [pooled, graph.constant('int64', [1])]);
}

/** A function that computes the weighted mean over time. */
function weightedMean(graph: GraphBuilder, weights: Value): (x: Value) => Value {
  const shares = graph.op('Div', [weights, sum(graph, weights, [1])]);
  return (x) => sum(graph, graph.op('Mul', [x, shares]), [1]);
}
