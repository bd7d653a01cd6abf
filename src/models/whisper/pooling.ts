import type { GraphBuilder, Value } from '../../onnx/index.js';
import { mean, sum } from '../layers/statistics.js';

/**
 * The mean over time of the states `[1, frames, size]`, followed by their standard deviation, which
 * divides by the number of frames: `[1, 2 · size]`.
 *
 * @param weights how much each frame counts, `[1, frames, 1]`, from 0 to 1; default: all the same
 */
export function meanAndDeviation(graph: GraphBuilder, states: Value, weights?: Value): Value {
  const average = averageOver(graph, weights);
  const centre = average(states);
  const distance = graph.op('Sub', [states, centre]);
  const variance = average(graph.op('Mul', [distance, distance]));
  return withoutTime(
    graph,
    graph.op('Concat', [centre, graph.op('Sqrt', [variance])], { axis: 2 }),
  );
}

/**
 * The mean over time of the states `[1, frames, size]`: `[1, size]`.
 *
 * @param weights how much each frame counts, `[1, frames, 1]`, from 0 to 1; default: all the same
 */
export function meanOverTime(graph: GraphBuilder, states: Value, weights?: Value): Value {
  return withoutTime(graph, averageOver(graph, weights)(states));
}

function withoutTime(graph: GraphBuilder, x: Value): Value {
  return graph.op('Squeeze', [x, graph.constant('int64', [1])]);
}

function averageOver(graph: GraphBuilder, weights?: Value): (x: Value) => Value {
  return weights ? weightedMean(graph, weights) : (x) => mean(graph, x, [1]);
}

/** A function that computes the weighted mean over time. */
function weightedMean(graph: GraphBuilder, weights: Value): (x: Value) => Value {
  const shares = graph.op('Div', [weights, sum(graph, weights, [1])]);
  return (x) => sum(graph, graph.op('Mul', [x, shares]), [1]);
}
