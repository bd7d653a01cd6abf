/** Below this frequency the scale is linear, with one mel for each {@link HERTZ_PER_MEL}. */
const LINEAR_HERTZ = 1000;
const HERTZ_PER_MEL = 200 / 3;
/** Mels for each factor of e above {@link LINEAR_HERTZ}: 27 for a factor of 6.4. */
const MELS_PER_E = 27 / Math.log(6.4);

export type SlaneySettings = {
  readonly sampleRate: number;
  /** Samples of the Fourier transform, which has `nFft / 2 + 1` frequencies. */
  readonly nFft: number;
  readonly nMels: number;
};

/**
 * Triangular filters from 0 to half the sample rate on Slaney's mel scale, each with the area 1,
 * `[nMels, nFft / 2 + 1]`.
 *
 * @see https://librosa.org/doc/latest/generated/librosa.filters.mel.html with its defaults
 */
export function slaneyFilters({ sampleRate, nFft, nMels }: SlaneySettings): Float32Array {
  const bins = Math.floor(nFft / 2) + 1;
  const top = toMel(sampleRate / 2);
  const edges = Array.from({ length: nMels + 2 }, (_, i) => toHertz((top * i) / (nMels + 1)));
  const filters = new Float32Array(nMels * bins);
  for (let mel = 0; mel < nMels; mel++) {
    const [low = 0, centre = 0, high = 0] = edges.slice(mel, mel + 3);
    for (let bin = 0; bin < bins; bin++) {
      const hertz = (bin * sampleRate) / nFft;
      const height = Math.min((hertz - low) / (centre - low), (high - hertz) / (high - centre));
      filters[mel * bins + bin] = (2 / (high - low)) * Math.max(0, height);
    }
  }
  return filters;
}

function toMel(hertz: number): number {
  if (hertz < LINEAR_HERTZ) return hertz / HERTZ_PER_MEL;
  return LINEAR_HERTZ / HERTZ_PER_MEL + MELS_PER_E * Math.log(hertz / LINEAR_HERTZ);
}

function toHertz(mel: number): number {
  const linear = LINEAR_HERTZ / HERTZ_PER_MEL;
  return mel < linear ? mel * HERTZ_PER_MEL : LINEAR_HERTZ * Math.exp((mel - linear) / MELS_PER_E);
}
