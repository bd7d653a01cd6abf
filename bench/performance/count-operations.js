/** Counts the multiply-adds of one executed node from the shapes in the runtime's profile. */

/** Node types that multiply bytes. */
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

/** @typedef {readonly number[]} Shape */

/**
 * @param {string} type of the node, e.g. `MatMul`
 * @param {readonly Shape[]} inputs shapes of the inputs; those of packed weights may be missing
 * @param {Shape} output shape of the first output
 * @returns {{ fp32: number, int8: number }} multiply-adds; both are 0 if the node multiplies no matrices
 */
export function countOperations(type, inputs, output) {
  const count = COUNTERS[type]?.(inputs, output) ?? 0;
  return BYTES.has(type) ? { fp32: 0, int8: count } : { fp32: count, int8: 0 };
}

/** Size of the output times the inner dimension. */
function countMatrices([left, right], output) {
  return volume(output) * innerDimension(left, right, output);
}

/**
 * Computes the inner dimension from the volumes, which do not depend on transposition. A packed right
 * side has one dimension and is never transposed.
 */
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

/** Counts the scores of all pairs of frames and the weighted sums; queries are `[batch, frames, size]`. */
function countAttention([query, key = query]) {
  return 2 * volume(query) * key[1];
}

function volume(shape) {
  return shape.reduce((product, size) => product * size, 1);
}
