const BIAS = 0x84;
const CLIP = 32_635;

/**
 * Encodes samples in µ-law, 8 bits each: half the size of 16 bits, as good as a telephone network,
 * and played by every browser.
 *
 * @param samples `[time]`, full scale is -1 to 1; louder samples are clipped
 * @see ITU-T G.711
 */
export function encodeMuLaw(samples: Float32Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(samples, encodeSample);
}

function encodeSample(sample: number): number {
  const value = Math.round(sample * 32_768);
  const magnitude = Math.min(CLIP, Math.abs(value)) + BIAS;
  // The exponent is the place of the highest bit; the bias puts it at 7 or above.
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  const sign = value < 0 ? 0x80 : 0;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}
