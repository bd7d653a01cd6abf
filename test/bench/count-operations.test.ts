import { describe, expect, it } from 'vitest';
import { countOperations } from '../../bench/performance/count-operations.js';

describe('countOperations', () => {
  it('multiplies the output of a matrix product by its inner dimension', () => {
    const inputs = [
      [1, 199, 512],
      [512, 768],
    ];
    expect(countOperations('MatMul', inputs, [1, 199, 768])).toEqual({
      fp32: 199 * 512 * 768,
      int8: 0,
    });
  });

  it('knows the inner dimension of a product whose weights the runtime has packed', () => {
    const inputs = [[1, 199, 512], [768], [768]];
    const found = countOperations('DynamicQuantizeMatMul', inputs, [1, 199, 768]);
    expect(found).toEqual({ fp32: 0, int8: 199 * 512 * 768 });
  });

  it('finds the inner dimension where a side is transposed or both are batches', () => {
    const transposed = [
      [1, 12799, 10],
      [1, 12799, 10],
    ];
    expect(countOperations('FusedMatMul', transposed, [1, 10, 10]).fp32).toBe(10 * 10 * 12799);
    const heads = [
      [1, 12, 199, 64],
      [1, 12, 64, 199],
    ];
    const found = countOperations('FusedMatMul', heads, [1, 12, 199, 199]);
    expect(found.fp32).toBe(12 * 199 * 199 * 64);
  });

  it('counts the taps of one group of a convolution', () => {
    const inputs = [[1, 768, 199], [768, 48, 128], [768]];
    const found = countOperations('Conv', inputs, [1, 768, 199]);
    expect(found.fp32).toBe(768 * 199 * 48 * 128);
  });

  it('counts scores and weighted sums of attention', () => {
    const inputs = Array.from({ length: 3 }, () => [1, 199, 768]);
    const found = countOperations('MultiHeadAttention', inputs, [1, 199, 768]);
    expect(found.fp32).toBe(2 * 199 * 199 * 768);
  });

  it('counts nothing of nodes that multiply no matrices', () => {
    const inputs = [
      [1, 199, 768],
      [1, 199, 768],
    ];
    expect(countOperations('Mul', inputs, [1, 199, 768])).toEqual({ fp32: 0, int8: 0 });
  });
});
