/** Samples of the Fourier transform: a window of 400 samples, padded to a power of two. */
export const KALDI_FFT_SAMPLES = 512;
/** Lowest frequency of the first band, in hertz. */
const LOWEST_HZ = 20;

/**
 * Kaldi's triangular mel filters, from 20 Hz to half the sample rate, as a matrix `[bins, bands]` that
 * multiplies power spectra from the right. The slopes are straight on the mel scale.
 *
 * @see torchaudio.compliance.kaldi.get_mel_banks
 */
export function kaldiFilters(bands: number, sampleRate: number): Float32Array {
  const bins = KALDI_FFT_SAMPLES / 2 + 1;
  const [low, high] = [toMel(LOWEST_HZ), toMel(sampleRate / 2)];
  const step = (high - low) / (bands + 1);
  const filters = new Float32Array(bins * bands);
  // Kaldi leaves out the frequency at half the sample rate.
  for (let bin = 0; bin < bins - 1; bin++) {
    const mel = toMel((sampleRate * bin) / KALDI_FFT_SAMPLES);
    for (let band = 0; band < bands; band++) {
      const centre = low + (band + 1) * step;
      filters[bin * bands + band] = Math.max(0, 1 - Math.abs(mel - centre) / step);
    }
  }
  return filters;
}

function toMel(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}
