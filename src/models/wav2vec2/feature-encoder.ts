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
import type { ConvolutionSettings } from './wav2vec2-settings.js';
import { inTimeChunks } from './time-chunks.js';

/** Longest kernel: no published model has more than 10, and each tap adds nodes to the graph. */
const MAX_KERNEL = 256;
/** Norms inside the feature encoder use torch's default epsilon, not the one of the settings. */
const EPSILON = 1e-5;

/** The names of the modules of a convolution and its norm, inside the module of a layer. */
export type ConvolutionNames = { readonly conv: string; readonly norm: string };

/** The names of transformers. */
const NAMES: ConvolutionNames = { conv: 'conv', norm: 'layer_norm' };

/**
 * The strided convolutions: `[1, time]` to `[1, frames, channels]`. Each is a matrix product of its
 * windows. All of them are computed on one chunk of the recording before the next chunk, so that the
 * activations between them stay small.
 */
export function featureEncoder(
  net: ModuleScope,
  waveform: Value,
  settings: ConvolutionSettings,
  strategies: StrategiesByPart,
  names = NAMES,
): Value {
  if (Math.max(...settings.convKernel) > MAX_KERNEL) throw unsupportedKernel(settings);
  const samples = net.graph.op('Unsqueeze', [waveform, net.graph.constant('int64', [2])]);
  const layers = settings.convKernel.map((kernel, layer) =>
    net.child(`conv_layers.${layer}`).using({ matmul: strategies[convolutionPart(layer, kernel)] }),
  );
  const [first] = layers;
  const isGrouped = first && settings.featExtractNorm === 'group';
  const filter = isGrouped ? groupNormed(first, samples, { settings, names }) : undefined;
  const { element } = strategies.exactConvolutions;
  const input = element === 'float32' ? samples : net.graph.cast(samples, element);
  const compute = (graph: GraphBuilder, chunk: Value) =>
    layers.reduce((x, layer, i) => {
      const at = layer.using({ graph: graph.at(`conv_layers.${i}`) });
      return i === 0 && filter
        ? gelu(graph, filtered(at, x, filter, settings))
        : convLayer(at, x, i, { settings, names });
    }, chunk);
  return inTimeChunks(net.graph, input, settings, compute, element);
}

function unsupportedKernel({ convKernel }: ConvolutionSettings): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `config.json: conv_kernel is ${JSON.stringify(convKernel)}, expected at most ${MAX_KERNEL} each. Check the file.`,
  );
}

type NamedSettings = {
  readonly settings: ConvolutionSettings;
  readonly names: ConvolutionNames;
};

function convLayer(
  net: ModuleScope,
  x: Value,
  layer: number,
  { settings, names }: NamedSettings,
): Value {
  const { graph, matmul } = net;
  const { convDim, convBias, featExtractNorm } = settings;
  const conv = net.child(names.conv);
  const operand = matmul.operand(graph, x);
  const windows = stridedWindows(graph, operand.value, windowSizes(settings, layer));
  const to = convDim[layer] ?? 1;
  const bias = convBias ? conv.weight('bias', [to]) : undefined;
  const matrix = filterMatrix(conv, layer, settings);
  const product = matmul.multiply(conv.graph, { ...operand, value: windows }, matrix, bias);
  if (featExtractNorm !== 'layer') return gelu(graph, product);
  return gelu(graph, {
    value: layerNorm(net.child(names.norm), addBias(graph, product), to, EPSILON),
  });
}

/** The first convolution with its group norm, which needs the whole recording and is always float32. */
function groupNormed(
  layer: ModuleScope,
  samples: Value,
  { settings, names }: NamedSettings,
): NormedFilter {
  const net = layer.using({ matmul: float32Matmul });
  const { graph } = net;
  const conv = net.child(names.conv);
  const channels = settings.convDim[0] ?? 1;
  // The convolution's bias cancels out in the group norm, which subtracts the mean: it is used by no node.
  if (settings.convBias) conv.weights.take('bias', [channels]);
  const sizes = windowSizes(settings, 0);
  const windows = stridedWindows(graph, trimToWindows(graph, samples, sizes), sizes);
  const matrix = conv.addDerivedWeight('weight', filterMatrix(conv, 0, settings));
  const sizesOfNorm = { channels, epsilon: EPSILON };
  const { weight, bias } = foldGroupNorm(net.child(names.norm), windows, matrix, sizesOfNorm);
  const { element } = layer.matmul;
  if (element === 'float32') return { weight, bias };
  return { weight: graph.cast(weight, element), bias: graph.cast(bias, element) };
}

function filtered(
  { graph }: ModuleScope,
  x: Value,
  { weight, bias }: NormedFilter,
  settings: ConvolutionSettings,
): PendingBias {
  const windows = stridedWindows(graph, x, windowSizes(settings, 0));
  return { value: graph.op('MatMul', [windows, weight]), bias };
}

function windowSizes({ convDim, convKernel, convStride }: ConvolutionSettings, layer: number) {
  const width = layer === 0 ? 1 : (convDim[layer - 1] ?? 1);
  const sizes: WindowSizes = {
    kernel: convKernel[layer] ?? 1,
    stride: convStride[layer] ?? 1,
    width,
  };
  return sizes;
}

function filterMatrix(
  { weights }: ModuleScope,
  layer: number,
  settings: ConvolutionSettings,
): Matrix {
  const { kernel, width } = windowSizes(settings, layer);
  const to = settings.convDim[layer] ?? 1;
  const { load } = weights.take('weight', [to, width, kernel]);
  return {
    name: 'weight',
    shape: [kernel * width, to],
    load: async () => windowMatrix(await load(), width, kernel),
  };
}
