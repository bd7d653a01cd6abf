import type { Value } from '../../onnx/index.js';
import { addBias } from './layers.js';
import type { ModuleScope } from './module-scope.js';
import { transpose } from './transpose.js';

/** Sizes of {@link linearOfRows}. */
export type RowSizes = {
  /** Width of the input. */
  readonly size: number;
  /** Rows of the weight. */
  readonly rows: number;
  /** Indices of the rows that are computed, in the order of the outputs. */
  readonly used: readonly number[];
};

/** A linear layer, torch's `nn.Linear`, of which only some outputs are computed: `[…, size]` to `[…, used]`. */
export function linearOfRows(net: ModuleScope, x: Value, { size, rows, used }: RowSizes): Value {
  const { graph, matmul } = net;
  const weight = net.weights.take('weight', [rows, size]);
  const bias = net.weights.take('bias', [rows]);
  const load = async () => transpose(pick(await weight.load(), used, size), used.length, size);
  const matrix = { name: 'weight', shape: [size, used.length], load };
  const chosen = net.addDerivedWeight('bias', {
    shape: [used.length],
    load: async () => pick(await bias.load(), used, 1),
  });
  return addBias(graph, matmul.multiply(graph, matmul.operand(graph, x), matrix, chosen));
}

function pick(values: Float32Array, rows: readonly number[], width: number): Float32Array {
  const picked = new Float32Array(rows.length * width);
  for (const [at, row] of rows.entries()) {
    picked.set(values.subarray(row * width, (row + 1) * width), at * width);
  }
  return picked;
}
