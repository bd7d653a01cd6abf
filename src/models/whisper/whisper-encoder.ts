import type { Value } from '../../onnx/index.js';
import { attention } from '../layers/attention.js';
import { feedForward, gelu } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { preNormLayers, type PreNormLayer } from '../layers/pre-norm.js';
import { stridedWindows, trimToWindows, windowMatrix } from '../layers/strided-windows.js';
import type { StrategiesByPart } from '../precision/graph-parts.js';
import { addPositions } from './positions.js';
import {
  LAYER_NORM_EPSILON,
  MEL_FRAMES_PER_STATE,
  type WhisperEncoderSettings,
} from './whisper-settings.js';

/** Frames of the kernel of both convolutions. */
const KERNEL = 3;

/** Options of {@link whisperEncoder}. */
export type WhisperEncoderOptions = {
  readonly strategies: StrategiesByPart;
  /** Writes the table of positions, `[maxSourcePositions, hiddenSize]`. */
  readonly positions: (net: ModuleScope, settings: WhisperEncoderSettings) => Value;
  /** Whether the encoder's own norm follows the last layer. */
  readonly lastNorm: boolean;
};

/**
 * Whisper's encoder: the scaled mel levels `[1, frames, numMelBins]` to the hidden states
 * `[1, ceil(frames / 2), hiddenSize]`, beginning with the input of the first layer and ending with the
 * encoder's output.
 *
 * @param net the encoder's module
 * @see transformers.models.whisper.modeling_whisper.WhisperEncoder
 */
export function whisperEncoder(
  net: ModuleScope,
  mel: Value,
  settings: WhisperEncoderSettings,
  { strategies, positions, lastNorm }: WhisperEncoderOptions,
): readonly Value[] {
  const { numMelBins, hiddenSize: size } = settings;
  const { graph } = net;
  const { element } = strategies.transformer;
  const input = element === 'float32' ? mel : graph.cast(mel, element);
  // The second one, computed in bytes, caused half of the squared difference of int8 (seeded Whisper small).
  const { otherConvolutions: matmul } = strategies;
  const first = net.child('conv1').using({ matmul });
  const second = net.child('conv2').using({ matmul });
  const wide = convolve(first, input, { from: numMelBins, to: size, stride: 1 });
  const narrow = convolve(second, wide, { from: size, to: size, stride: MEL_FRAMES_PER_STATE });
  const scope = net.using({ matmul: strategies.transformer });
  const x = addPositions(graph, narrow, positions(scope, settings));
  const layers = Array.from({ length: settings.numHiddenLayers }, (_, layer) =>
    encoderLayer(scope.child(`layers.${layer}`), settings),
  );
  const states = preNormLayers(x, layers, {
    size,
    epsilon: LAYER_NORM_EPSILON,
    lastNorm: lastNorm ? scope.child('layer_norm') : undefined,
  });
  // The heads sum over time, which needs float32.
  return element === 'float32' ? states : states.map((state) => graph.cast(state, 'float32'));
}

/** The encoder's output among its states. */
export function lastState(states: readonly Value[]): Value {
  const state = states.at(-1);
  if (!state) throw new RangeError('The encoder has no states.');
  return state;
}

type ConvolutionSizes = { readonly from: number; readonly to: number; readonly stride: number };

/** A convolution over time with a GELU: one matrix product of its windows, with one frame of zeros at each end. */
function convolve(net: ModuleScope, x: Value, { from, to, stride }: ConvolutionSizes): Value {
  const { graph, matmul } = net;
  const sizes = { kernel: KERNEL, stride, width: from };
  const padded = graph.op('Pad', [x, graph.constant('int64', [0, 1, 0, 0, 1, 0])]);
  const operand = matmul.operand(graph, trimToWindows(graph, padded, sizes));
  const windows = stridedWindows(graph, operand.value, sizes);
  const { load } = net.weights.take('weight', [to, from, KERNEL]);
  const matrix = {
    name: 'weight',
    shape: [KERNEL * from, to],
    load: async () => windowMatrix(await load(), from, KERNEL),
  };
  const bias = net.weight('bias', [to]);
  return gelu(graph, matmul.multiply(graph, { ...operand, value: windows }, matrix, bias));
}

function encoderLayer(net: ModuleScope, settings: WhisperEncoderSettings): PreNormLayer {
  const { hiddenSize: size, intermediateSize: wide, numAttentionHeads: heads } = settings;
  return {
    attentionNorm: net.child('self_attn_layer_norm'),
    attend: (x) => attention(net.child('self_attn'), x, { size, heads, keyBias: false }),
    feedNorm: net.child('final_layer_norm'),
    feed: (x) =>
      feedForward(net, { up: net.child('fc1'), down: net.child('fc2') }, x, { size, wide }),
  };
}
