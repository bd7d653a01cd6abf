import type { Value } from '../../onnx/index.js';
import { addAndNorm } from '../layers/layers.js';
import { preNormLayers } from '../layers/pre-norm.js';
import type { PendingBias } from '../precision/matmul-strategy.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { feedForward, selfAttention } from './encoder-layer.js';
import { positionalEmbedding } from './positional.js';
import type { EncoderSettings } from './wav2vec2-settings.js';
import { positionBias } from './wavlm-bias.js';

/**
 * The Transformer of an encoder: features `[1, frames, hiddenSize]` to the hidden states of the same
 * shape, beginning with the input of the first layer and ending with the output.
 */
export function transformer(
  net: ModuleScope,
  x: Value,
  settings: EncoderSettings,
): readonly Value[] {
  const position = positionalEmbedding(net.child('pos_conv_embed'), x, settings);
  return settings.doStableLayerNorm
    ? preNorm(net, net.graph.op('Add', [x, position]), settings)
    : postNormLayers(
        net,
        add(net, 'layer_norm', { value: position }, x, settings).normed,
        settings,
      );
}

/** Post-norm layers, of base models: the layer norms follow attention and feed-forward. */
function postNormLayers(net: ModuleScope, x: Value, settings: EncoderSettings): readonly Value[] {
  const bias = sharedBias(net, x, settings);
  const states = [x];
  for (const layer of layersOf(net, settings)) {
    const before = states.at(-1) ?? x;
    const attended = selfAttention(layer, before, settings, bias);
    const { normed } = add(layer, 'layer_norm', attended, before, settings);
    const fed = feedForward(layer, normed, settings);
    states.push(add(layer, 'final_layer_norm', fed, normed, settings).normed);
  }
  return states;
}

/** Pre-norm layers, of large models, with the encoder's own norm after the last one. */
function preNorm(net: ModuleScope, x: Value, settings: EncoderSettings): readonly Value[] {
  const bias = sharedBias(net, x, settings);
  const layers = layersOf(net, settings).map((layer) => ({
    attentionNorm: layer.child('layer_norm'),
    attend: (normed: Value) => selfAttention(layer, normed, settings, bias),
    feedNorm: layer.child('final_layer_norm'),
    feed: (normed: Value) => feedForward(layer, normed, settings),
  }));
  const { hiddenSize: size, layerNormEps: epsilon } = settings;
  return preNormLayers(x, layers, { size, epsilon, lastNorm: net.child('layer_norm') });
}

function layersOf(net: ModuleScope, { numHiddenLayers }: EncoderSettings): readonly ModuleScope[] {
  return Array.from({ length: numHiddenLayers }, (_, layer) => net.child(`layers.${layer}`));
}

/** WavLM's position bias: the first layer holds it for all layers. */
function sharedBias(net: ModuleScope, x: Value, settings: EncoderSettings): Value | undefined {
  if (settings.modelType !== 'wavlm') return undefined;
  return positionBias(net.child('layers.0').child('attention'), x, settings);
}

/** Adds a branch to its residual and applies the layer norm of this name to the sum. */
function add(
  net: ModuleScope,
  name: string,
  branch: PendingBias,
  around: Value,
  settings: EncoderSettings,
) {
  const { hiddenSize, layerNormEps } = settings;
  return addAndNorm(net.child(name), branch, around, hiddenSize, layerNormEps);
}
