/** Samples of one analysed frame: 32 ms at 16 kHz, bins of 31.25 Hz. */
export const FRAME_SAMPLES = 512;

const WINDOW = Float64Array.from(
  { length: FRAME_SAMPLES },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / FRAME_SAMPLES),
);

/**
 * Energy by frequency, summed over frames that touch each other, under a Hann window.
 *
 * @param samples `[time]`; a last frame that is not whole is left out
 * @returns `[FRAME_SAMPLES / 2 + 1]`, from 0 to half the sample rate
 */
export function energySpectrum(samples: Float32Array): Float64Array {
  const energy = new Float64Array(FRAME_SAMPLES / 2 + 1);
  const real = new Float64Array(FRAME_SAMPLES);
  const imaginary = new Float64Array(FRAME_SAMPLES);
  for (let start = 0; start + FRAME_SAMPLES <= samples.length; start += FRAME_SAMPLES) {
    for (let at = 0; at < FRAME_SAMPLES; at++) {
      real[at] = (samples[start + at] ?? 0) * (WINDOW[at] ?? 0);
    }
    imaginary.fill(0);
    transform(real, imaginary);
    for (let bin = 0; bin < energy.length; bin++) {
      energy[bin] = (energy[bin] ?? 0) + (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
    }
  }
  return energy;
}

/** The fast Fourier transform of Cooley and Tukey, radix 2, in place. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  reverseBits(real);
  reverseBits(imaginary);
  for (let half = 1; half < size; half *= 2) {
    for (let offset = 0; offset < half; offset++) {
      const angle = (-Math.PI * offset) / half;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let one = offset; one < size; one += 2 * half) {
        const two = one + half;
        const r = (real[two] ?? 0) * c - (imaginary[two] ?? 0) * s;
        const i = (real[two] ?? 0) * s + (imaginary[two] ?? 0) * c;
        real[two] = (real[one] ?? 0) - r;
        imaginary[two] = (imaginary[one] ?? 0) - i;
        real[one] = (real[one] ?? 0) + r;
        imaginary[one] = (imaginary[one] ?? 0) + i;
      }
    }
  }
}

function reverseBits(values: Float64Array): void {
  const shift = 32 - Math.log2(values.length);
  for (let at = 0; at < values.length; at++) {
    const other = reverse32(at) >>> shift;
    if (other > at) [values[at], values[other]] = [values[other] ?? 0, values[at] ?? 0];
  }
}

function reverse32(value: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 32; bit++) reversed = (reversed << 1) | ((value >>> bit) & 1);
  return reversed;
}
