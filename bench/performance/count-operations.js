/** Multiply-adds of one node that was run, from the shapes that the runtime's profile names. */

/** Node types whose products are of bytes. */
const BYTES = new Set([
  ...['MatMulInteger', 'MatMulIntegerToFloat', 'DynamicQuantizeMatMul'],
  ...['ConvInteger', 'QLinearMatMul', 'QLinearConv'],
]);

const COUNTERS = {
  ...Object.fromEntries(
    [
      ...['MatMul', 'FusedMatMul', 'Gemm', 'FusedGemm', 'MatMulInteger'],
      ...['MatMulIntegerToFloat', 'DynamicQuantizeMatMul', 'QLinearMatMul', 'MatMulNBits'],
    ].map((type) => [type, countMatrices]),
  ),
  ...{ Conv: countConvolution, FusedConv: countConvolution, ConvInteger: countConvolution },
  MultiHeadAttention: countAttention,
};

/**
 * @param type of the node, e.g. `MatMul`
 * @param inputs shapes of the inputs; those of packed weights may be missing
 * @param output shape of the first output
 * @returns `{ fp32 }` or `{ int8 }`; both 0 for a node that multiplies no matrices
 */
export function countOperations(type, inputs, output) {
  const count = COUNTERS[type]?.(inputs, output) ?? 0;
  return BYTES.has(type) ? { fp32: 0, int8: count } : { fp32: count, int8: 0 };
}

/** Size of the output times the inner dimension. */
function countMatrices([left, right], output) {
  return volume(output) * innerDimension(left, right, output);
}

/** From the volumes, which are the same whether a side is transposed; a packed right side is never. */
function innerDimension(left, right, output) {
  if (!right || right.length < 2) return left.at(-1);
  const batch = Math.min(volume(left.slice(0, -2)), volume(right.slice(0, -2)));
  return Math.round(Math.sqrt((volume(left) * volume(right)) / volume(output) / batch));
}

/** Weights are `[to, from of a group, ...kernel]`. */
function countConvolution([, weights], output) {
  if (!weights) throw new Error('The profile has no shape of the weights of a convolution.');
  return volume(output) * volume(weights.slice(1));
}

/** Scores of every frame with every other, and the sums they weigh: queries `[batch, frames, size]`. */
function countAttention([query, key = query]) {
  return 2 * volume(query) * key[1];
}

function volume(shape) {
  return shape.reduce((product, size) => product * size, 1);
}
