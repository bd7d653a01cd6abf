import type { GraphBuilder, Value } from '../../onnx/index.js';
import { mean } from '../layers/statistics.js';

/**
 * Computes a function on equal parts of a waveform that are as long as possible, one after the other, in an
 * ONNX `Loop`, and returns the mean of their results. A waveform of up to `most` samples is one part.
 *
 * @param waveform `[1, time]`; if its parts cannot be equal, the last samples are left out, fewer than there are parts
 * @param most samples of a part
 * @param size numbers of a result
 * @param compute writes the function into a graph: `[1, samples]` to `[1, size]`
 * @returns `[1, size]`
 */
export function meanOfParts(
  graph: GraphBuilder,
  waveform: Value,
  { most, size }: { readonly most: number; readonly size: number },
  compute: (graph: GraphBuilder, part: Value) => Value,
): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const time = graph.op('Shape', [waveform], { start: 1, end: 2 });
  const count = graph.op('Div', [graph.op('Add', [time, number(most - 1)]), number(most)]);
  const samples = graph.op('Div', [time, count]);
  const body = graph.inside('each');
  const index = body.input('index', 'int64', []);
  const more = body.input('more', 'bool', []);
  const start = body.op('Mul', [index, samples]);
  const end = body.op('Add', [start, samples]);
  const part = body.op('Slice', [waveform, start, end, body.constant('int64', [1])]);
  body.output('goes_on', more, 'bool', []);
  body.output('result', compute(body, part), 'float32', [1, size]);
  const results = graph.op('Loop', [graph.op('Squeeze', [count]), undefined], {
    body: body.asBody(),
  });
  return mean(graph, results, [0], false);
}
