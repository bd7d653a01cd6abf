import { MODEL_SAMPLE_RATE } from '../../waveform.js';

const SECONDS = 1;

/** Numerical Recipes' generator of 32 bits: the same numbers on every platform. */
const MULTIPLIER = 1_664_525;
const INCREMENT = 1_013_904_223;

/**
 * The waveform of the self-test: a voice-like sum of harmonics with some noise, made of sums and products
 * alone, which every platform rounds in the same way.
 *
 * @returns 16 kHz mono, `[time]`
 */
export function testWaveform(): Float32Array {
  let state = 1;
  return Float32Array.from({ length: SECONDS * MODEL_SAMPLE_RATE }, (_, at) => {
    state = (Math.imul(state, MULTIPLIER) + INCREMENT) >>> 0;
    const noise = state / 2 ** 31 - 1;
    const seconds = at / MODEL_SAMPLE_RATE;
    // Four syllables a second.
    const loudness = triangle(4 * seconds) + 1;
    const harmonics = [1, 2, 3, 5, 8].map((n) => triangle(130 * n * seconds) / n);
    return 0.1 * loudness * harmonics.reduce((sum, each) => sum + each, 0.2 * noise);
  });
}

/** A wave of period 1 between -1 and 1. */
function triangle(phase: number): number {
  return 4 * Math.abs(phase - Math.floor(phase + 0.5)) - 1;
}
