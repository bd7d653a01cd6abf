import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toFloat32 } from '../../src/checkpoint/tensors/to-float32.js';

describe('toFloat32', () => {
  test('half precision: zero, subnormal, one, largest, infinite, NaN', () => {
    const bits = Uint16Array.of(0x0000, 0x8000, 0x0001, 0x3c00, 0xfbff, 0x7c00, 0xfc00, 0x7e00);
    expect(toFloat32(new Uint8Array(bits.buffer), 'float16')).toEqual(
      Float32Array.of(0, -0, 2 ** -24, 1, -65504, Infinity, -Infinity, NaN),
    );
  });

  test('bfloat16 is the upper half of float32', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), (half) => {
        const wide = new Float32Array(Uint32Array.of(half * 65_536).buffer);
        expect(toFloat32(new Uint8Array(Uint16Array.of(half).buffer), 'bfloat16')).toEqual(wide);
      }),
    );
  });

  test('float64 is rounded to the nearest', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const bytes = new Uint8Array(Float64Array.of(value).buffer);
        expect(toFloat32(bytes, 'float64')).toEqual(Float32Array.of(Math.fround(value)));
      }),
    );
  });

  test('bytes that are not aligned to elements are read', () => {
    const bytes = new Uint8Array(9);
    new DataView(bytes.buffer).setFloat32(1, 1.5, true);
    new DataView(bytes.buffer).setFloat32(5, -2, true);
    expect(toFloat32(bytes.subarray(1), 'float32')).toEqual(Float32Array.of(1.5, -2));
  });
});
