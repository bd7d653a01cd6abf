import { type PolyphaseKernel, polyphaseKernel } from './polyphase-kernel.js';

/**
 * Changes the sample rate of one channel as torchaudio's `resample` does with its defaults
 * (`sinc_interp_hann`, filter width 6, rolloff 0.99), within 1e-5.
 *
 * @param samples `[time]`
 * @param fromRate,toRate whole numbers of hertz
 * @returns `[ceil(time * toRate / fromRate)]`; `samples` itself where the rates are equal
 * @throws RangeError for rates that are not whole numbers above 0
 */
export function resample(samples: Float32Array, fromRate: number, toRate: number): Float32Array {
  for (const rate of [fromRate, toRate]) {
    if (Number.isInteger(rate) && rate > 0) continue;
    throw new RangeError(`Found a sample rate of ${rate} Hz, expected a whole number above 0.`);
  }
  if (fromRate === toRate) return samples;
  const kernel = polyphaseKernel(fromRate, toRate);
  const length = Math.ceil((samples.length * kernel.outputStep) / kernel.inputStep);
  const output = new Float32Array(length);
  for (let phase = 0; phase < Math.min(kernel.outputStep, length); phase++) {
    filterPhase(samples, kernel, phase, output);
  }
  return output;
}

/** Computes every output of one phase; beyond its ends the input counts as silence. */
function filterPhase(
  input: Float32Array,
  { inputStep, outputStep, tapCount, taps, firstInputs }: PolyphaseKernel,
  phase: number,
  output: Float32Array,
): void {
  const firstTap = phase * tapCount;
  let first = firstInputs[phase] ?? 0;
  for (let at = phase; at < output.length; at += outputStep, first += inputStep) {
    const start = Math.max(0, -first);
    const end = Math.min(tapCount, input.length - first);
    let sum = 0;
    for (let tap = start; tap < end; tap++) {
      sum += (taps[firstTap + tap] ?? 0) * (input[first + tap] ?? 0);
    }
    output[at] = sum;
  }
}
