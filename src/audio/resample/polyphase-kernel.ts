/** Settings of torchaudio's `sinc_interp_hann`: zero crossings on each side, and its cut-off. */
const LOWPASS_FILTER_WIDTH = 6;
const ROLLOFF = 0.99;

/** A low-pass filter cut into one short filter for each position of an output among the inputs. */
export type PolyphaseKernel = {
  /** Input samples of one round; `inputStep` inputs become `outputStep` outputs. */
  readonly inputStep: number;
  /** Output samples of one round: the number of phases. */
  readonly outputStep: number;
  /** Taps of each phase. */
  readonly tapCount: number;
  /** `[phase, tap]`, row by row. */
  readonly taps: Float32Array;
  /** `[phase]`: the input that meets the first tap, counted from the start of the round; below 0 looks back. */
  readonly firstInputs: Int32Array;
};

/** Kernels kept: a process meets a handful of rates, a hostile corpus must not fill the memory. */
const MAX_CACHED = 4;
const cache = new Map<string, PolyphaseKernel>();

/**
 * The filter between two sample rates, computed once for each pair.
 *
 * @param fromRate,toRate whole numbers of hertz
 * @see torchaudio.functional `_get_sinc_resample_kernel` (2.11), whose formulas these are
 */
export function polyphaseKernel(fromRate: number, toRate: number): PolyphaseKernel {
  const key = `${fromRate}>${toRate}`;
  const kernel = cache.get(key) ?? makeKernel(fromRate, toRate);
  cache.delete(key);
  cache.set(key, kernel);
  const [oldest] = cache.keys();
  if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
  return kernel;
}

function makeKernel(fromRate: number, toRate: number): PolyphaseKernel {
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const inputStep = fromRate / divisor;
  const outputStep = toRate / divisor;
  const cutoff = Math.min(inputStep, outputStep) * ROLLOFF;
  // Beyond half of this many inputs around its centre the window is zero.
  const reach = (LOWPASS_FILTER_WIDTH * inputStep) / cutoff;
  const tapCount = Math.floor(2 * reach) + 2;
  const taps = new Float32Array(outputStep * tapCount);
  const firstInputs = new Int32Array(outputStep);
  for (let phase = 0; phase < outputStep; phase++) {
    // torchaudio divides here in float32; to agree within 1e-5 at 11,025 Hz this must, too.
    const centre = Math.fround(phase / outputStep);
    const first = Math.ceil(centre * inputStep - reach);
    firstInputs[phase] = first;
    for (let tap = 0; tap < tapCount; tap++) {
      const time = ((first + tap) / inputStep - centre) * cutoff;
      taps[phase * tapCount + tap] = (windowedSinc(time) * cutoff) / inputStep;
    }
  }
  return { inputStep, outputStep, tapCount, taps, firstInputs };
}

/** Sinc under a Hann window that is zero from `LOWPASS_FILTER_WIDTH` on. */
function windowedSinc(time: number): number {
  if (Math.abs(time) >= LOWPASS_FILTER_WIDTH) return 0;
  const window = Math.cos((time * Math.PI) / LOWPASS_FILTER_WIDTH / 2) ** 2;
  const angle = time * Math.PI;
  return angle === 0 ? window : (Math.sin(angle) / angle) * window;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
