import type { Value } from '../../onnx/index.js';
import { linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { mean, standardise, sum } from '../layers/statistics.js';
import type { HeadOutputs, HeadSizes } from './heads.js';

/** Epsilon of torch's `F.layer_norm`. */
const EPSILON = 1e-5;
/** What SpeechBrain adds to each deviation. */
const STD_EPSILON = 1e-5;

/** Settings of {@link statisticsHead}. */
export type StatisticsHeadSettings = HeadSizes & {
  /** Whether each utterance's states are standardised over time and channels first. */
  readonly outputNorm: boolean;
  readonly returnMean: boolean;
  readonly returnStd: boolean;
  readonly bias: boolean;
};

/**
 * The head of SpeechBrain's wav2vec2 classifiers: statistics over time, one linear layer.
 * SpeechBrain adds noise of up to 9e-5 to the mean, also when it classifies; this does not.
 *
 * @see speechbrain.nnet.pooling.StatisticsPooling
 */
export function statisticsHead(
  net: ModuleScope,
  x: Value,
  settings: StatisticsHeadSettings,
): HeadOutputs {
  const { graph } = net;
  const { size, outputs, bias } = settings;
  const normed = settings.outputNorm ? standardise(graph, x, [1, 2], EPSILON) : x;
  const pooled = [
    ...(settings.returnMean ? [mean(graph, normed, [1], false)] : []),
    ...(settings.returnStd ? [deviation(net, normed)] : []),
  ];
  const embedding = graph.op('Concat', pooled, { axis: 1 });
  const from = size * pooled.length;
  return { embedding, logits: linear(net.child('w'), embedding, { from, to: outputs, bias }) };
}

/** The unbiased deviation over time of `[1, frames, size]`, which takes at least two frames. */
function deviation({ graph }: ModuleScope, x: Value): Value {
  const centred = graph.op('Sub', [x, mean(graph, x, [1])]);
  const squares = sum(graph, graph.op('Mul', [centred, centred]), [1], false);
  const frames = graph.op('Shape', [x], { start: 1, end: 2 });
  const others = graph.op('Sub', [frames, graph.constant('int64', [1])]);
  // 1 is float in ONNX's numbering.
  const variance = graph.op('Div', [squares, graph.op('Cast', [others], { to: 1 })]);
  return graph.op('Add', [graph.op('Sqrt', [variance]), graph.constant('float32', STD_EPSILON)]);
}
