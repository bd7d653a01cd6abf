import type { Value } from '../../onnx/index.js';
import type { MatmulStrategy } from '../precision/matmul-strategy.js';
import type { ModuleScope } from './module-scope.js';
import type { LazyTensor, Weights } from './model-weights.js';

export type LstmSettings = {
  readonly from: number;
  readonly hidden: number;
  /** How the matrix of the input is stored. Default: as the module's others. */
  readonly inputMatmul?: MatmulStrategy;
};

/** The outputs of an LSTM layer: every step `[frames, batch, hidden]`, and the last one `[batch, hidden]`. */
export type LstmOutputs = { readonly steps: Value; readonly last: Value };

/** Torch stores the gates as input, forget, cell, output; ONNX as input, output, forget, cell. */
const TORCH_GATES = [0, 3, 1, 2] as const;

/**
 * One layer of torch's `nn.LSTM` in one direction, with zeros as its first state.
 *
 * @param x `[frames, batch, from]`
 * @param layer the number in the names of its tensors, from 0
 * @see https://onnx.ai/onnx/operators/onnx__LSTM.html
 */
export function lstm(
  net: ModuleScope,
  x: Value,
  settings: LstmSettings,
  layer: number,
): LstmOutputs {
  const { from, hidden, inputMatmul = net.matmul } = settings;
  const graph = net.graph.at(`lstm_l${layer}`);
  const first = graph.constant('int64', [0]);
  const matrix = (name: string, size: number, matmul: MatmulStrategy) => {
    const tensor = net.weights.take(`${name}_l${layer}`, [4 * hidden, size]);
    const filter = matmul.filter(graph, { name, ...reordered(tensor, hidden) });
    return graph.op('Unsqueeze', [filter, first]);
  };
  const ofInput = matrix('weight_ih', from, inputMatmul);
  const inputs = [x, ofInput, matrix('weight_hh', hidden, net.matmul)];
  const bias = graph.weight('bias', [1, 8 * hidden], biases(net.weights, hidden, layer));
  const outputs = graph.ops('LSTM', [...inputs, bias], 2, { hidden_size: hidden });
  const [steps = x, last = x] = outputs;
  return {
    steps: graph.op('Squeeze', [steps, graph.constant('int64', [1])]),
    last: graph.op('Squeeze', [last, first]),
  };
}

/** The biases of the input and of the state, one after the other. */
function biases(weights: Weights, hidden: number, layer: number): () => Promise<Float32Array> {
  const parts = ['bias_ih', 'bias_hh'].map((name) =>
    reordered(weights.take(`${name}_l${layer}`, [4 * hidden]), hidden),
  );
  return async () => {
    const both = new Float32Array(8 * hidden);
    for (const [at, part] of parts.entries()) both.set(await part.load(), at * 4 * hidden);
    return both;
  };
}

/** Brings the rows of the gates, `hidden` each, into the order of ONNX. */
function reordered({ shape, load }: LazyTensor, hidden: number): LazyTensor {
  const size = shape.slice(1).reduce((product, each) => product * each, hidden);
  return {
    shape,
    load: async () => {
      const torch = await load();
      const onnx = new Float32Array(torch.length);
      for (const [to, from] of TORCH_GATES.entries())
        onnx.set(torch.subarray(from * size, (from + 1) * size), to * size);
      return onnx;
    },
  };
}
