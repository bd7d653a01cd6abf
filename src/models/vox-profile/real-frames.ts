import type { GraphBuilder, Value } from '../../onnx/index.js';
import { MEL_FRAMES_PER_STATE, MEL_HOP_SAMPLES } from '../whisper/whisper-settings.js';

/**
 * The states of a padded recording that stand for its own samples, without the padding.
 *
 * @param states `[1, states, size]`
 * @param waveform the recording before it was padded, `[1, time]`
 */
export function realFrames(graph: GraphBuilder, states: Value, waveform: Value): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const time = graph.op('Shape', [waveform], { start: 1, end: 2 });
  const melFrames = graph.op('Div', [time, number(MEL_HOP_SAMPLES)]);
  // (n - 1) / 2 + 1, rounded down, of n mel frames.
  const rounded = graph.op('Add', [melFrames, number(MEL_FRAMES_PER_STATE - 1)]);
  const count = graph.op('Div', [rounded, number(MEL_FRAMES_PER_STATE)]);
  return graph.op('Slice', [states, number(0), count, number(1)]);
}
