import type { SenseVoiceConfig } from '../../checkpoint/index.js';
import type { Value } from '../../onnx/index.js';
import { attend } from '../layers/attention.js';
import { addAndNorm, addBias, layerNorm, linearWithoutBias } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { PendingBias } from '../precision/matmul-strategy.js';

/** Epsilon of every layer norm: torch's default. */
const EPSILON = 1e-5;

/** The names of all blocks in the order of computation; only the first has inputs of another width. */
export function blockNames({ mainLayers, upperLayers }: SenseVoiceConfig): readonly string[] {
  const named = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => `${prefix}.${index}`);
  return [
    'encoders0.0',
    ...named(mainLayers - 1, 'encoders'),
    ...named(upperLayers, 'tp_encoders'),
  ];
}

/**
 * The encoder of SenseVoice: self-attention with a memory of the neighbouring values (SAN-M) in pre-norm
 * blocks, and one norm after the main and one after the upper blocks.
 *
 * @param net the encoder's module
 * @param x `[1, frames, inputSize]`, positions included
 * @param layers how many blocks are computed
 * @returns `[1, frames, hiddenSize]`
 * @see https://arxiv.org/abs/2006.01713
 */
export function sanmEncoder(
  net: ModuleScope,
  x: Value,
  settings: SenseVoiceConfig,
  { inputSize, layers }: { readonly inputSize: number; readonly layers: number },
): Value {
  const { hiddenSize: size, mainLayers } = settings;
  const norm = (name: string, state: Value) => layerNorm(net.child(name), state, size, EPSILON);
  let state = x;
  for (const [index, name] of blockNames(settings).slice(0, layers).entries()) {
    state = block(net.child(name), state, settings, index === 0 ? inputSize : size);
    if (index === mainLayers - 1 || (index === layers - 1 && layers < mainLayers))
      state = norm('after_norm', state);
  }
  return norm('tp_norm', state);
}

/** A pre-norm block; without a residual round the attention if its width changes. */
function block(net: ModuleScope, x: Value, settings: SenseVoiceConfig, from: number): Value {
  const { graph } = net;
  const { hiddenSize: size } = settings;
  const normed = layerNorm(net.child('norm1'), x, from, EPSILON);
  const attended = memoryAttention(net.child('self_attn'), normed, settings, from);
  if (from === size) {
    const { sum, normed: next } = addAndNorm(net.child('norm2'), attended, x, size, EPSILON);
    return graph.op('Add', [sum, addBias(graph, feedForward(net, next, settings))]);
  }
  const sum = addBias(graph, attended);
  const next = layerNorm(net.child('norm2'), sum, size, EPSILON);
  return graph.op('Add', [sum, addBias(graph, feedForward(net, next, settings))]);
}

/** Self-attention plus the values and their memory: a convolution of each channel over time. */
function memoryAttention(
  net: ModuleScope,
  x: Value,
  settings: SenseVoiceConfig,
  from: number,
): PendingBias {
  const { graph, matmul } = net;
  const { hiddenSize: size, numAttentionHeads: heads, memoryKernel: kernel } = settings;
  const fused = linearWithoutBias(net.child('linear_q_k_v'), matmul.operand(graph, x), {
    from,
    to: 3 * size,
  });
  const inputs = graph.ops('Split', [addBias(graph, fused)], 3, { axis: 2, num_outputs: 3 });
  const [, , values = x] = inputs;
  const filter = net.child('fsmn_block').weight('weight', [size, 1, kernel]);
  const byChannel = graph.op('Transpose', [values], { perm: [0, 2, 1] });
  const half = (kernel - 1) / 2;
  const memory = graph.op('Conv', [byChannel, filter], {
    kernel_shape: [kernel],
    pads: [half, half],
    group: size,
  });
  const added = graph.op('Add', [graph.op('Transpose', [memory], { perm: [0, 2, 1] }), values]);
  const { value, bias } = attend(net, 'linear_out', inputs, { size, heads });
  return { value: graph.op('Add', [value, added]), bias };
}

function feedForward(net: ModuleScope, x: Value, settings: SenseVoiceConfig): PendingBias {
  const { hiddenSize: size, intermediateSize: wide } = settings;
  const { graph, matmul } = net;
  const module = net.child('feed_forward');
  const widened = linearWithoutBias(module.child('w_1'), matmul.operand(graph, x), {
    from: size,
    to: wide,
  });
  const activated = graph.op('Relu', [addBias(graph, widened)]);
  return linearWithoutBias(module.child('w_2'), matmul.operand(graph, activated), {
    from: wide,
    to: size,
  });
}
