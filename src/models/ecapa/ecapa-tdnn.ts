import type { GraphBuilder, Value } from '../../onnx/index.js';
import { batchNorm } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { mean } from '../layers/statistics.js';
import { fbank } from './fbank.js';
import { attentivePooling } from './pooling.js';
import { seRes2NetBlock } from './res2net.js';
import { ecapaLayers, type EcapaSettings } from './ecapa-settings.js';
import { pointwise, reflectConv, tdnnBlock } from './tdnn.js';

/** Deviations below this count as this, as in SpeechBrain's `InputNormalization`. */
const FLOOR = 1e-10;

/** What the network hears: mel energies less their mean over time, `[1, time]` to `[1, nMels, frames]`. */
export function ecapaFeatures(graph: GraphBuilder, waveform: Value, settings: EcapaSettings) {
  const features = fbank(graph.at('fbank'), waveform, settings.fbank);
  const scope = graph.at('mean_var_norm');
  const centred = scope.op('Sub', [features, mean(scope, features, [2])]);
  if (!settings.stdNorm) return centred;
  const variance = mean(scope, scope.op('Mul', [centred, centred]), [2]);
  const floor = scope.constant('float32', FLOOR);
  return scope.op('Div', [centred, scope.op('Max', [scope.op('Sqrt', [variance]), floor])]);
}

/**
 * The ECAPA-TDNN embedding of an utterance: `[1, nMels, frames]` to `[1, linNeurons]`.
 *
 * @see https://arxiv.org/abs/2005.07143 and speechbrain.lobes.models.ECAPA_TDNN
 */
export function ecapaTdnn(net: ModuleScope, features: Value, settings: EcapaSettings): Value {
  const { graph } = net;
  const aggregated = aggregate(net, features, settings);
  const channels = settings.channels.at(-1) ?? 0;
  const pooled = attentivePooling(net.child('asp'), aggregated, { ...settings, channels });
  const normed = batchNorm(net.child('asp_bn').child('norm'), pooled, 2 * channels);
  const last = reflectConv(net.child('fc'), normed, 2 * channels, pointwise(settings.linNeurons));
  return graph.op('Squeeze', [last, graph.constant('int64', [2])]);
}

/** All blocks, and one layer over the outputs of all but the first. */
function aggregate(net: ModuleScope, features: Value, settings: EcapaSettings): Value {
  const layers = ecapaLayers(settings);
  let [value, from] = [features, settings.fbank.nMels];
  const outputs: Value[] = [];
  for (const [i, layer] of layers.slice(0, -1).entries()) {
    const at = net.child(`blocks.${i}`);
    value =
      i === 0
        ? tdnnBlock(at, value, from, layer)
        : seRes2NetBlock(at, value, from, layer, settings);
    from = layer.channels;
    outputs.push(value);
  }
  const together = net.graph.op('Concat', outputs.slice(1), { axis: 1 });
  // SpeechBrain counts on blocks of one width: the last one's.
  const width = from * (layers.length - 2);
  const last = layers.at(-1) ?? pointwise(from);
  return tdnnBlock(net.child('mfa'), together, width, last);
}
