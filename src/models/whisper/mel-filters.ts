/** Below this frequency, in hertz, the Slaney scale is linear; above it, logarithmic. */
const BREAK_HZ = 1000;
/** Hertz for each mel of the linear part. */
const HZ_PER_MEL = 200 / 3;
const BREAK_MEL = BREAK_HZ / HZ_PER_MEL;
/** 27 mels of the logarithmic part are a factor of 6.4. */
const LOG_STEP = Math.log(6.4) / 27;

/**
 * Triangular filters on the Slaney mel scale with equal areas, from 0 Hz to half the sample rate, as a
 * matrix `[bins, bands]` that multiplies power spectra from the right.
 *
 * @param bins frequencies of the Fourier transform, the last one at half the sample rate
 * @see transformers.audio_utils.mel_filter_bank with norm "slaney" and mel_scale "slaney"
 */
export function slaneyFilters(bins: number, bands: number, sampleRate: number): Float32Array {
  const top = sampleRate / 2;
  const edges = Array.from({ length: bands + 2 }, (_, i) => toHz((toMel(top) * i) / (bands + 1)));
  const filters = new Float32Array(bins * bands);
  for (let band = 0; band < bands; band++) {
    const [low = 0, centre = 0, high = 0] = edges.slice(band, band + 3);
    for (let bin = 0; bin < bins; bin++) {
      const hz = (top * bin) / (bins - 1);
      const height = Math.min((hz - low) / (centre - low), (high - hz) / (high - centre));
      filters[bin * bands + band] = (Math.max(0, height) * 2) / (high - low);
    }
  }
  return filters;
}

function toMel(hz: number): number {
  return hz < BREAK_HZ ? hz / HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
}

function toHz(mel: number): number {
  return mel < BREAK_MEL ? mel * HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}
