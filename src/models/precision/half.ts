/** Difference of the exponents' biases: 127 in float32, 15 in float16. A float32 has 13 more bits of fraction. */
const REBIAS = (127 - 15) << 23;
/** Bits of two float32 numbers: 65520, the first too large for a half, and 2^-14, the smallest normal half. */
const [OVERFLOW, NORMAL] = [0x477ff000, 0x38800000];
/** If a number below 2^-14 is added to 0.5, the last bit of the sum is worth as much as the last bit of the half. */
const MAGIC = 0.5;

/**
 * Converts numbers to IEEE 754 halves, rounded to the nearest, ties to even. Numbers that are too large
 * become infinite.
 */
export function toHalves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++) halves[i] = toHalf(bits[i] ?? 0);
  return halves;
}

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** @param bits the bits of a float32 */
function toHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  if (size >= OVERFLOW) return sign | 0x7c00;
  if (size < NORMAL) return sign | smallHalf(size);
  const odd = (size >>> 13) & 1;
  return sign | ((size - REBIAS + 0xfff + odd) >>> 13);
}

/** Converts a number below 2^-14: the addition of {@link MAGIC} rounds its fraction. */
function smallHalf(size: number): number {
  singleBits[0] = size;
  single[0] = (single[0] ?? 0) + MAGIC;
  return (singleBits[0] - 0x3f000000) >>> 0;
}
