import type { GraphBuilder, Value } from '../../onnx/index.js';

/** Appends zeros to a waveform `[1, time]` up to a length, and leaves out what is longer. */
export function padded(graph: GraphBuilder, waveform: Value, samples: number): Value {
  const time = graph.op('Shape', [waveform], { start: 1, end: 2 });
  const missing = graph.op('Sub', [graph.constant('int64', [samples]), time]);
  const pads = graph.op('Concat', [graph.constant('int64', [0, 0, 0]), missing], { axis: 0 });
  return graph.op('Pad', [waveform, pads]);
}
