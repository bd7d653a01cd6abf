import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import { Framer } from './framer.js';

/** Samples of one frame: 32 ms at 16 kHz, which gives bins of 31.25 Hz. */
const FRAME_SAMPLES = 512;

const WINDOW = Float64Array.from(
  { length: FRAME_SAMPLES },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / FRAME_SAMPLES),
);

/**
 * The lowest bin into which a Hann window leaks no energy of a constant offset. The offset has its
 * own finding, so the bins below do not count.
 */
const LOWEST_BIN = 3;

/**
 * Sums the energy at each frequency of 16 kHz samples that arrive in pieces, over adjacent frames
 * under a Hann window. An incomplete last frame is dropped.
 */
export class Spectrum {
  readonly #framer = new Framer(FRAME_SAMPLES);
  /** `[FRAME_SAMPLES / 2 + 1]`, from 0 to half the sample rate. */
  readonly #energy = new Float64Array(FRAME_SAMPLES / 2 + 1);
  readonly #real = new Float64Array(FRAME_SAMPLES);
  readonly #imaginary = new Float64Array(FRAME_SAMPLES);

  /** Adds the next piece, `[time]`. */
  push(piece: Float32Array): void {
    this.#framer.push(piece, this.#add);
  }

  /**
   * The frequency in hertz below which `share` of the energy lies, not counting a constant offset;
   * `Infinity` if there is no energy.
   */
  below(share: number): number {
    const energy = this.#energy;
    const total = energy.subarray(LOWEST_BIN).reduce((sum, value) => sum + value, 0);
    if (total === 0) return Infinity;
    let bin = LOWEST_BIN;
    for (let sum = energy[bin] ?? 0; sum < total * share; sum += energy[bin] ?? 0) bin++;
    return (bin * MODEL_SAMPLE_RATE) / FRAME_SAMPLES;
  }

  readonly #add = (samples: Float32Array, start: number): void => {
    const real = this.#real;
    const imaginary = this.#imaginary;
    for (let at = 0; at < FRAME_SAMPLES; at++) {
      real[at] = (samples[start + at] ?? 0) * (WINDOW[at] ?? 0);
    }
    imaginary.fill(0);
    transform(real, imaginary);
    const energy = this.#energy;
    for (let bin = 0; bin < energy.length; bin++) {
      energy[bin] = (energy[bin] ?? 0) + (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
    }
  };
}

/** Cosine and sine of every rotation in the transform, at index `half + offset`. */
const COSINES = new Float64Array(FRAME_SAMPLES);
const SINES = new Float64Array(FRAME_SAMPLES);
for (let half = 1; half < FRAME_SAMPLES; half *= 2) {
  for (let offset = 0; offset < half; offset++) {
    const angle = (-Math.PI * offset) / half;
    COSINES[half + offset] = Math.cos(angle);
    SINES[half + offset] = Math.sin(angle);
  }
}

/** Transforms `FRAME_SAMPLES` values in place by the radix-2 Cooley–Tukey FFT. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  reverseBits(real);
  reverseBits(imaginary);
  for (let half = 1; half < FRAME_SAMPLES; half *= 2) {
    for (let offset = 0; offset < half; offset++) {
      const c = COSINES[half + offset] ?? 0;
      const s = SINES[half + offset] ?? 0;
      for (let one = offset; one < FRAME_SAMPLES; one += 2 * half) {
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

/** Each index with its bits reversed. */
const REVERSED = Uint16Array.from({ length: FRAME_SAMPLES }, (_, at) => {
  let reversed = 0;
  for (let bit = 1; bit < FRAME_SAMPLES; bit *= 2) reversed = reversed * 2 + (at & bit ? 1 : 0);
  return reversed;
});

function reverseBits(values: Float64Array): void {
  for (let at = 0; at < FRAME_SAMPLES; at++) {
    const other = REVERSED[at] ?? 0;
    const value = values[at] ?? 0;
    if (other <= at) continue;
    values[at] = values[other] ?? 0;
    values[other] = value;
  }
}
