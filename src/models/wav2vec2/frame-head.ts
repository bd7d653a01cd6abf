import type { Value } from '../../onnx/index.js';
import { linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { mean, standardise } from '../layers/statistics.js';
import type { HeadOutputs, HeadSizes } from './heads.js';

/** Epsilon of torch's `F.layer_norm`. */
const EPSILON = 1e-5;

export type FrameHeadSettings = HeadSizes & {
  /** Whether each utterance's states are standardised over time and channels first. */
  readonly outputNorm: boolean;
  readonly bias: boolean;
  /** Frames of the encoder that are averaged. */
  readonly windowLength: number;
  /** Frames of the encoder from one average to the next. */
  readonly stride: number;
};

/**
 * The head of SpeechBrain's emotion diarisation: one linear layer for each frame, or for the average of a
 * few. The averages are computed after the linear layer, which is equal and has fewer numbers. The
 * embedding is the mean of all states, and the utterance's logits are the mean of the frames' logits.
 *
 * @returns besides, `frameLogits` `[1, windows, outputs]`
 * @see speechbrain.nnet.pooling.Pooling1d with `ceil_mode`: the last average may have fewer frames
 */
export function frameHead(
  net: ModuleScope,
  x: Value,
  settings: FrameHeadSettings,
): HeadOutputs & { readonly frameLogits: Value } {
  const { graph } = net;
  const { size, outputs, bias } = settings;
  const states = settings.outputNorm ? standardise(graph, x, [1, 2], EPSILON) : x;
  const logits = linear(net.child('w'), states, { from: size, to: outputs, bias });
  return {
    embedding: mean(graph, states, [1], false),
    logits: mean(graph, logits, [1], false),
    frameLogits: averages(net, logits, settings),
  };
}

/** The averages over time of `[1, frames, outputs]`. */
function averages(
  { graph }: ModuleScope,
  x: Value,
  { windowLength, stride }: FrameHeadSettings,
): Value {
  if (windowLength === 1 && stride === 1) return x;
  const byChannel = graph.op('Transpose', [x], { perm: [0, 2, 1] });
  const pooled = graph.op('AveragePool', [byChannel], {
    kernel_shape: [windowLength],
    strides: [stride],
    ceil_mode: 1,
    count_include_pad: 0,
  });
  return graph.op('Transpose', [pooled], { perm: [0, 2, 1] });
}
