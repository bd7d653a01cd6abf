import { expect, test } from 'vitest';
import { toHalves } from '../../src/models/precision/half.js';
import { noise } from './noise.js';

/** The number of a half, by the definition of IEEE 754. */
function valueOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

test('every half becomes itself', () => {
  const halves = Uint16Array.from({ length: 1 << 16 }, (_, half) => half);
  const values = Float32Array.from(halves, valueOf);
  for (const [i, half] of toHalves(values).entries()) {
    if (Number.isNaN(values[i])) expect(valueOf(half)).toBeNaN();
    else expect(half).toBe(i);
  }
});

test('a number between two halves becomes the nearer one, or in the middle the even one', () => {
  for (let half = 0; half < 0x7bff; half++) {
    const [low, high] = [valueOf(half), valueOf(half + 1)];
    const middle = (low + high) / 2;
    const step = (high - low) / 64;
    const found = toHalves(Float32Array.of(middle - step, middle, middle + step));
    expect([...found]).toEqual([half, half % 2 === 0 ? half : half + 1, half + 1]);
  }
});

test('a number that is too large becomes infinite, and a view reads only its part of the buffer', () => {
  const values = Float32Array.of(1, 65519, 65520, -1e30, Infinity).subarray(1);
  expect([...toHalves(values)].map(valueOf)).toEqual([65504, Infinity, -Infinity, Infinity]);
});

test('numbers of many magnitudes keep eleven bits', () => {
  for (const size of [1e-3, 1, 1e3]) {
    const values = noise('halves', 5000).map((x) => x * size);
    const found = [...toHalves(values)].map(valueOf);
    for (const [i, x] of values.entries()) {
      expect(Math.abs((found[i] ?? NaN) - x)).toBeLessThanOrEqual(
        Math.abs(x) * 2 ** -11 + 2 ** -25,
      );
    }
  }
});
