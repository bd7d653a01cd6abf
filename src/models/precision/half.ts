/** The exponent of a half is biased by 15, that of a float32 by 127, which has 13 bits more of fraction. */
const REBIAS = (127 - 15) << 23;
/** Bits of float32: the first number too large for a half, 65520, and the smallest normal half, 2^-14. */
const [OVERFLOW, NORMAL] = [0x477ff000, 0x38800000];
/** 0.5: a number below 2^-14 added to it has its last bit where that of a half is. */
const MAGIC = 0.5;

/**
 * Turns numbers into IEEE 754 halves, rounded to the nearest, ties to even; what is too large
 * becomes infinite.
 */
export function toHalves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++) halves[i] = toHalf(bits[i] ?? 0);
  return halves;
}

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** @param bits of a float32 */
function toHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  if (size >= OVERFLOW) return sign | 0x7c00;
  if (size < NORMAL) return sign | smallHalf(size);
  const odd = (size >>> 13) & 1;
  return sign | ((size - REBIAS + 0xfff + odd) >>> 13);
}

/** A half below 2^-14, whose fraction the processor rounds. */
function smallHalf(size: number): number {
  singleBits[0] = size;
  single[0] = (single[0] ?? 0) + MAGIC;
  return (singleBits[0] - 0x3f000000) >>> 0;
}
