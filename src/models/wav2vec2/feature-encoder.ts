import { CheckpointError } from '../../errors.js';
import type { GraphBuilder, Value } from '../../onnx/index.js';
import { addBias, gelu, layerNorm } from '../layers/layers.js';
import { type PendingBias, float32Matmul, type Matrix } from '../precision/matmul-strategy.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { convolutionPart, type StrategiesByPart } from '../precision/graph-parts.js';
import {
  stridedWindows,
  trimToWindows,
  windowMatrix,
  type WindowSizes,
} from '../layers/strided-windows.js';
import { type NormedFilter, foldGroupNorm } from './fold-group-norm.js';
import type { EncoderSettings } from './wav2vec2-settings.js';
import { inTimeChunks } from './time-chunks.js';

/** Taps of the widest convolution: no model has more than 10, and each is a part of the graph. */
const MAX_KERNEL = 256;
/** Norms inside the feature encoder have torch's default epsilon, whatever the settings say. */
const EPSILON = 1e-5;

/**
 * The strided convolutions: `[1, time]` to `[1, frames, channels]`. Each is the matrix product of
 * the windows that it sees, and all of them are computed on a stretch of the recording before the
 * next, so that what lies between them is small.
 */
export function featureEncoder(
  net: ModuleScope,
  waveform: Value,
  settings: EncoderSettings,
  strategies: StrategiesByPart,
): Value {
  if (Math.max(...settings.convKernel) > MAX_KERNEL) throw unsupportedKernel(settings);
  const samples = net.graph.op('Unsqueeze', [waveform, net.graph.constant('int64', [2])]);
  const layers = settings.convKernel.map((kernel, layer) =>
    net.child(`conv_layers.${layer}`).using({ matmul: strategies[convolutionPart(layer, kernel)] }),
  );
  const [first] = layers;
  const isGrouped = first && settings.featExtractNorm === 'group';
  const filter = isGrouped ? groupNormed(first, samples, settings) : undefined;
  const { element } = strategies.exactConvolutions;
  const heard = element === 'float32' ? samples : net.graph.cast(samples, element);
  const compute = (graph: GraphBuilder, stretch: Value) =>
    layers.reduce((x, layer, i) => {
      const at = layer.using({ graph: graph.at(`conv_layers.${i}`) });
      return i === 0 && filter
        ? gelu(graph, filtered(at, x, filter, settings))
        : convLayer(at, x, i, settings);
    }, stretch);
  return inTimeChunks(net.graph, heard, settings, compute, element);
}

function unsupportedKernel({ convKernel }: EncoderSettings): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `config.json: conv_kernel is ${JSON.stringify(convKernel)}, expected at most ${MAX_KERNEL} each. Check the file.`,
  );
}

function convLayer(net: ModuleScope, x: Value, layer: number, settings: EncoderSettings): Value {
  const { graph, matmul } = net;
  const { convDim, convBias, featExtractNorm } = settings;
  const conv = net.child('conv');
  const operand = matmul.operand(graph, x);
  const windows = stridedWindows(graph, operand.value, windowSizes(settings, layer));
  const to = convDim[layer] ?? 1;
  const bias = convBias ? conv.weight('bias', [to]) : undefined;
  const matrix = filterMatrix(conv, layer, settings);
  const heard = matmul.multiply(conv.graph, { ...operand, value: windows }, matrix, bias);
  if (featExtractNorm !== 'layer') return gelu(graph, heard);
  return gelu(graph, {
    value: layerNorm(net.child('layer_norm'), addBias(graph, heard), to, EPSILON),
  });
}

/** The first convolution with its group norm, which is over the whole recording, and never in halves. */
function groupNormed(layer: ModuleScope, samples: Value, settings: EncoderSettings): NormedFilter {
  const net = layer.using({ matmul: float32Matmul });
  const { graph } = net;
  const conv = net.child('conv');
  const channels = settings.convDim[0] ?? 1;
  // A constant added to a channel goes with the mean of the channel.
  if (settings.convBias) conv.weights.take('bias', [channels]);
  const sizes = windowSizes(settings, 0);
  const windows = stridedWindows(graph, trimToWindows(graph, samples, sizes), sizes);
  const matrix = conv.addDerivedWeight('weight', filterMatrix(conv, 0, settings));
  const sizesOfNorm = { channels, epsilon: EPSILON };
  const { weight, bias } = foldGroupNorm(net.child('layer_norm'), windows, matrix, sizesOfNorm);
  const { element } = layer.matmul;
  if (element === 'float32') return { weight, bias };
  return { weight: graph.cast(weight, element), bias: graph.cast(bias, element) };
}

function filtered(
  { graph }: ModuleScope,
  x: Value,
  { weight, bias }: NormedFilter,
  settings: EncoderSettings,
): PendingBias {
  const windows = stridedWindows(graph, x, windowSizes(settings, 0));
  return { value: graph.op('MatMul', [windows, weight]), bias };
}

function windowSizes({ convDim, convKernel, convStride }: EncoderSettings, layer: number) {
  const width = layer === 0 ? 1 : (convDim[layer - 1] ?? 1);
  const sizes: WindowSizes = {
    kernel: convKernel[layer] ?? 1,
    stride: convStride[layer] ?? 1,
    width,
  };
  return sizes;
}

function filterMatrix({ weights }: ModuleScope, layer: number, settings: EncoderSettings): Matrix {
  const { kernel, width } = windowSizes(settings, layer);
  const to = settings.convDim[layer] ?? 1;
  const { load } = weights.take('weight', [to, width, kernel]);
  return {
    name: 'weight',
    shape: [kernel * width, to],
    load: async () => windowMatrix(await load(), width, kernel),
  };
}
