import type { Value } from '../../onnx/index.js';
import { fusedAttention } from '../layers/attention.js';
import { addAndNorm, feedForward, layerNorm, linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { StrategiesByPart } from '../precision/graph-parts.js';
import { featureEncoder } from '../wav2vec2/feature-encoder.js';
import { alibi } from './alibi.js';
import {
  AUDIO_ENCODER,
  blockNames,
  convolutionSettings,
  type Emotion2vecSettings,
} from './emotion2vec-settings.js';
import { stackedPositions } from './positions.js';

/** The end of a slice that reaches to the end of the axis. */
const END = Number.MAX_SAFE_INTEGER;
/** Epsilon of the norm before the projection: torch's default, whatever the settings say. */
const EPSILON = 1e-5;

/**
 * The encoder of emotion2vec, which is data2vec 2.0 for audio: the waveform `[1, time]` to the last state
 * `[1, frames, hiddenSize]`.
 *
 * @param net the whole model
 * @param layers how many blocks are computed
 * @see funasr.models.emotion2vec.model.Emotion2vec
 */
export function emotion2vecEncoder(
  net: ModuleScope,
  waveform: Value,
  settings: Emotion2vecSettings,
  { strategies, layers }: { readonly strategies: StrategiesByPart; readonly layers: number },
): Value {
  const { hiddenSize: size, layerNormEps, extraTokens } = settings;
  const audio = net.child(AUDIO_ENCODER);
  const frames = localFeatures(audio, waveform, settings, strategies);
  const scope = audio.using({ matmul: strategies.transformer });
  const { graph } = scope;
  const position = stackedPositions(scope.child('relative_positional_encoder'), frames, settings);
  const biasOf = scoreBias(scope, frames, settings);
  const placed = withTokens(scope, graph.op('Add', [frames, position]), settings);
  let state = layerNorm(scope.child('context_encoder').child('norm'), placed, size, layerNormEps);
  for (const [index, name] of blockNames(settings).slice(0, layers).entries()) {
    const block = net.child(name).using({ matmul: strategies.transformer });
    state = postNormBlock(block, state, settings, biasOf?.(index));
  }
  const own = extraTokens === 0 ? state : cutFront(scope, state, extraTokens);
  // The head sums over time, which needs float32.
  return scope.matmul.element === 'float32' ? own : graph.cast(own, 'float32');
}

function localFeatures(
  audio: ModuleScope,
  waveform: Value,
  settings: Emotion2vecSettings,
  strategies: StrategiesByPart,
): Value {
  const { hiddenSize, convolutions } = settings;
  const names = { conv: '0', norm: '2.1' };
  const local = audio.child('local_encoder');
  const features = featureEncoder(
    local,
    waveform,
    convolutionSettings(settings),
    strategies,
    names,
  );
  const project = audio.child('project_features').using({ matmul: strategies.otherConvolutions });
  const from = convolutions.at(-1)?.channels ?? 1;
  const normed = layerNorm(project.child('1'), features, from, EPSILON);
  return linear(project.child('2'), normed, { from, to: hiddenSize });
}

function scoreBias(net: ModuleScope, frames: Value, settings: Emotion2vecSettings) {
  const { alibi: config, numAttentionHeads: heads, extraTokens } = settings;
  if (!config) return undefined;
  const blocks = blockNames(settings).length;
  return alibi(net, frames, { heads, config, blocks, extraTokens });
}

/** Puts the learnt vectors in front of the frames. */
function withTokens(
  net: ModuleScope,
  x: Value,
  { extraTokens, hiddenSize }: Emotion2vecSettings,
): Value {
  if (extraTokens === 0) return x;
  const tokens = net.weight('extra_tokens', [1, extraTokens, hiddenSize]);
  return net.graph.op('Concat', [tokens, x], { axis: 1 });
}

function cutFront({ graph }: ModuleScope, x: Value, count: number): Value {
  const numbers = [count, END, 1].map((number) => graph.constant('int64', [number]));
  return graph.op('Slice', [x, ...numbers]);
}

/** A Transformer block whose layer norms follow attention and feed-forward. */
function postNormBlock(
  net: ModuleScope,
  x: Value,
  settings: Emotion2vecSettings,
  bias: Value | undefined,
): Value {
  const { hiddenSize: size, numAttentionHeads: heads, layerNormEps, intermediateSize } = settings;
  const attended = fusedAttention(net.child('attn'), x, { size, heads }, bias);
  const { normed } = addAndNorm(net.child('norm1'), attended, x, size, layerNormEps);
  const mlp = net.child('mlp');
  const modules = { up: mlp.child('fc1'), down: mlp.child('fc2') };
  const fed = feedForward(net, modules, normed, { size, wide: intermediateSize });
  return addAndNorm(net.child('norm2'), fed, normed, size, layerNormEps).normed;
}
