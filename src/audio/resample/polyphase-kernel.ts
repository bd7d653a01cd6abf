/**
 * The defaults of torchaudio's `sinc_interp_hann`: zero crossings on each side, relative cut-off.
 */
const LOWPASS_FILTER_WIDTH = 6;
const ROLLOFF = 0.99;

/**
 * A low-pass filter as one short filter for each phase: the position of an output relative to the
 * inputs around it. Phases repeat in rounds.
 */
export type PolyphaseKernel = {
  /** Number of input samples of one round. */
  readonly inputStep: number;
  /** Number of output samples of one round, which is the number of phases. */
  readonly outputStep: number;
  /** Number of taps of each phase. */
  readonly tapCount: number;
  /** `[phase, tap]`, row-major. */
  readonly taps: Float32Array;
  /**
   * `[phase]`: the index of the input at the first tap, relative to the start of the round;
   * negative for earlier inputs.
   */
  readonly firstInputs: Int32Array;
};

/** The number of kernels in the cache. A process meets few rates; the limit bounds memory. */
const MAX_CACHED = 4;
const cache = new Map<string, PolyphaseKernel>();

/**
 * Returns the filter between two sample rates; the last few are cached.
 *
 * @param fromRate,toRate whole numbers of hertz
 * @see torchaudio.functional `_get_sinc_resample_kernel` (2.11), which has the same formulas
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
  // The window is zero further than this many inputs from its centre.
  const reach = (LOWPASS_FILTER_WIDTH * inputStep) / cutoff;
  const tapCount = Math.floor(2 * reach) + 2;
  const taps = new Float32Array(outputStep * tapCount);
  const firstInputs = new Int32Array(outputStep);
  for (let phase = 0; phase < outputStep; phase++) {
    // torchaudio divides in float32 here; agreement within 1e-5 at 11,025 Hz needs the same.
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

/** Sinc times a Hann window that is zero from `LOWPASS_FILTER_WIDTH` on. */
function windowedSinc(time: number): number {
  if (Math.abs(time) >= LOWPASS_FILTER_WIDTH) return 0;
  const window = Math.cos((time * Math.PI) / LOWPASS_FILTER_WIDTH / 2) ** 2;
  const angle = time * Math.PI;
  return angle === 0 ? window : (Math.sin(angle) / angle) * window;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
