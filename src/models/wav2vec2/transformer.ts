import type { Value } from '../../onnx/index.js';
import { addAndNorm, layerNorm } from '../layers/layers.js';
import type { PendingBias } from '../precision/matmul-strategy.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { feedForward, selfAttention } from './encoder-layer.js';
import { positionalEmbedding } from './positional.js';
import type { EncoderSettings } from './wav2vec2-settings.js';
import { positionBias } from './wavlm-bias.js';

/**
 * The Transformer of an encoder: features `[1, frames, hiddenSize]` to the hidden states of the
 * same shape, the input of the first layer first and the output last.
 */
export function transformer(
  net: ModuleScope,
  x: Value,
  settings: EncoderSettings,
): readonly Value[] {
  const position = positionalEmbedding(net.child('pos_conv_embed'), x, settings);
  return settings.doStableLayerNorm
    ? preNormLayers(net, net.graph.op('Add', [x, position]), settings)
    : postNormLayers(
        net,
        add(net, 'layer_norm', { value: position }, x, settings).normed,
        settings,
      );
}

/** Layers of base models, with norms after attention and feed-forward. */
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

/**
 * Layers of large models, with norms before attention and feed-forward: each layer's first norm is
 * written where the sum that it norms is made. The last state is normed by the encoder's own norm;
 * what it was before is never used.
 */
function preNormLayers(net: ModuleScope, x: Value, settings: EncoderSettings): readonly Value[] {
  const { hiddenSize, layerNormEps } = settings;
  const bias = sharedBias(net, x, settings);
  const layers = layersOf(net, settings);
  const norms = [...layers, net].map((each) => each.child('layer_norm'));
  let { sum, normed } = { sum: x, normed: layerNorm(norms[0] ?? net, x, hiddenSize, layerNormEps) };
  const states = [x];
  for (const [i, layer] of layers.entries()) {
    const attended = selfAttention(layer, normed, settings, bias);
    const middle = add(layer, 'final_layer_norm', attended, sum, settings);
    const fed = feedForward(layer, middle.normed, settings);
    ({ sum, normed } = addAndNorm(norms[i + 1] ?? net, fed, middle.sum, hiddenSize, layerNormEps));
    states.push(sum);
  }
  return [...states.slice(0, -1), normed];
}

function layersOf(net: ModuleScope, { numHiddenLayers }: EncoderSettings): readonly ModuleScope[] {
  return Array.from({ length: numHiddenLayers }, (_, layer) => net.child(`layers.${layer}`));
}

/** WavLM's position bias, which the first layer holds for all. */
function sharedBias(net: ModuleScope, x: Value, settings: EncoderSettings): Value | undefined {
  if (settings.modelType !== 'wavlm') return undefined;
  return positionBias(net.child('layers.0').child('attention'), x, settings);
}

/** Adds a branch to the path around it and norms the sum, with the norm of this name. */
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
