import { Resampler } from './resampler.js';

/**
 * Changes the sample rate of one channel as torchaudio's `resample` does with its defaults
 * (`sinc_interp_hann`, filter width 6, rolloff 0.99), within 1e-5.
 *
 * @param samples `[time]`
 * @param fromRate,toRate whole numbers of hertz
 * @returns `[ceil(time * toRate / fromRate)]`; `samples` itself if the rates are equal
 * @throws RangeError if a rate is not a whole number above 0
 */
export function resample(samples: Float32Array, fromRate: number, toRate: number): Float32Array {
  return new Resampler(fromRate, toRate).finish(samples);
}
