import type { TensorStore } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import { GraphBuilder, type Value } from '../../onnx/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { Precision } from '../graph-options.js';
import { linear } from '../layers/layers.js';
import { lstm } from '../layers/lstm.js';
import { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import { float32Matmul } from '../precision/matmul-strategy.js';
import { strategiesByPart } from '../precision/graph-parts.js';
import { melEnergies } from './mel-energies.js';

/** The settings of Resemblyzer's encoder, which its file does not contain. */
const MEL = { sampleRate: MODEL_SAMPLE_RATE, nFft: 400, hopSamples: 160, nMels: 40 } as const;
const LAYERS = 3;
const HIDDEN = 256;
const EMBEDDING = 256;

/** Smallest divisor, for windows in which no unit is active. */
const FLOOR = 1e-12;

/** The precisions that the graph can be written in. */
const PRECISIONS: readonly Precision[] = ['fp32', 'int8-weights'];

/** A speaker encoder whose tensors were checked, ready to be written. */
export type SpeakerEncoderPlan = {
  /** The number of trained numbers. */
  readonly parameters: number;
  /**
   * Writes the graph: input `waveform` `[batch, time]`, float32 at 16 kHz, at least 400 samples; output
   * `embedding` `[batch, 256]` of length 1. The first frame of 25 ms begins with the first sample.
   *
   * @throws CheckpointError `checkpoint-unsupported` for a precision other than `fp32` and `int8-weights`
   */
  build(precision?: Precision): GraphBuilder;
};

/**
 * Checks that a file of tensors is Resemblyzer's speaker encoder: an LSTM of three layers over mel
 * energies, whose last state becomes an embedding.
 *
 * @param store `pretrained.pt` of the Python package `resemblyzer`
 * @throws CheckpointError `checkpoint-incomplete` or `checkpoint-mismatch`, naming each tensor
 * @see https://arxiv.org/abs/1710.10467 and https://github.com/resemble-ai/Resemblyzer
 */
export function planSpeakerEncoder(store: TensorStore, origin: string): SpeakerEncoderPlan {
  const all = new Weights(store, origin);
  // Only training needs them.
  for (const name of ['optimizer_state', 'step']) all.leaveOut(name);
  const weights = all.child('model_state');
  const build = (precision: Precision = 'fp32') => writeGraph(weights, precision);
  build();
  const { parameters } = weights;
  checkRest(all, weights);
  return { parameters, build };
}

/** Reports missing tensors; the two of the training's similarity may be there. */
function checkRest(all: Weights, weights: Weights): void {
  for (const name of ['similarity_weight', 'similarity_bias'])
    if (weights.has(name)) weights.take(name, weights.shapeOf(name) ?? []);
  all.check();
}

function writeGraph(weights: Weights, precision: Precision): GraphBuilder {
  if (!PRECISIONS.includes(precision)) {
    throw new CheckpointError(
      'checkpoint-unsupported',
      `Found the precision ${precision} for a speaker encoder, expected ${PRECISIONS.join(' or ')}. Choose one of these.`,
    );
  }
  const graph = new GraphBuilder();
  const waveform = graph.input('waveform', 'float32', ['batch', 'time']);
  const mels = melEnergies(graph.at('mel'), waveform, MEL);
  const net = new ModuleScope(graph.at('encoder'), weights, strategiesByPart(precision).tdnn);
  graph.output('embedding', embed(net, mels), 'float32', ['batch', EMBEDDING]);
  return graph;
}

/** `[batch, nMels, frames]` to `[batch, EMBEDDING]`. */
function embed(net: ModuleScope, mels: Value): Value {
  const { graph } = net;
  const recurrent = new ModuleScope(graph, net.weights.child('lstm'), net.matmul);
  let steps = graph.op('Transpose', [mels], { perm: [2, 0, 1] });
  let last = steps;
  for (let layer = 0; layer < LAYERS; layer++) {
    // The energies of the bands differ so much that bytes would move embeddings by 0.13 instead of 0.02.
    const first = { from: MEL.nMels, hidden: HIDDEN, inputMatmul: float32Matmul };
    const settings = layer === 0 ? first : { from: HIDDEN, hidden: HIDDEN };
    ({ steps, last } = lstm(recurrent, steps, settings, layer));
  }
  const projected = linear(net.child('linear'), last, { from: HIDDEN, to: EMBEDDING });
  const active = graph.op('Relu', [projected]);
  const length = graph.op('ReduceL2', [active, graph.constant('int64', [1])], { keepdims: 1 });
  return graph.op('Div', [active, graph.op('Max', [length, graph.constant('float32', FLOOR)])]);
}
