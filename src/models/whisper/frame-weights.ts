import { type GraphBuilder, type Value } from '../../onnx/index.js';
import { mean } from '../layers/statistics.js';
import { MEL_FRAMES_PER_STATE } from './whisper-settings.js';

/** How much each frame counts in the pooled vector. */
export type FrameWeights =
  /** All the same. */
  | { readonly kind: 'uniform' }
  /**
   * By loudness: `sigmoid((e - (max e - drop)) / width)`, where `e` is the mean level of the mel bands
   * of a frame, in powers of ten.
   */
  | { readonly kind: 'energy'; readonly drop: number; readonly width: number };

/**
 * The weights of the encoder's frames from the levels of the mel bands `[1, melFrames, bands]`, as
 * `[1, frames, 1]`; undefined if all frames count the same. If the last frame stands for one mel frame
 * only, that one counts.
 */
export function frameWeights(
  graph: GraphBuilder,
  levels: Value,
  settings: FrameWeights,
): Value | undefined {
  if (settings.kind === 'uniform') return undefined;
  const number = (value: number) => graph.constant('float32', value);
  const level = graph.op('Transpose', [mean(graph, levels, [2])], { perm: [0, 2, 1] });
  const pairs = graph.op('AveragePool', [level], {
    kernel_shape: [MEL_FRAMES_PER_STATE],
    strides: [MEL_FRAMES_PER_STATE],
    ceil_mode: 1,
    count_include_pad: 0,
  });
  const energy = graph.op('Transpose', [pairs], { perm: [0, 2, 1] });
  const loudest = graph.op('ReduceMax', [energy], { keepdims: 1 });
  const threshold = graph.op('Sub', [loudest, number(settings.drop)]);
  const excess = graph.op('Sub', [energy, threshold]);
  return graph.op('Sigmoid', [graph.op('Div', [excess, number(settings.width)])]);
}
