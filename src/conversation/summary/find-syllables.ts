import { MODEL_SAMPLE_RATE } from '../../waveform.js';

/** Distance of the points of the intensity curve: 10 ms. */
const HOP = MODEL_SAMPLE_RATE / 100;

/** Half the width of the smoothing: 64 ms, Praat's window for voices from 50 Hz up, 3.2 / 50 Hz. */
const HALF_WINDOW = 3;

/** A nucleus is at most this much quieter than the loudest parts: 25 dB. */
const BELOW_LOUDEST_DECIBELS = 25;

/** Between two nuclei the intensity dips by at least 2 dB. */
const DIP_DECIBELS = 2;

/** The loudest 1 % may be noises: the threshold lies below the 99th percentile. */
const LOUD_QUANTILE = 0.99;

/** Periods of voices from 75 to 500 Hz, and the length over which a period is compared, in samples. */
const SHORTEST_PERIOD = Math.floor(MODEL_SAMPLE_RATE / 500);
const LONGEST_PERIOD = Math.ceil(MODEL_SAMPLE_RATE / 75);
const COMPARED = MODEL_SAMPLE_RATE / 50;

/** Praat's threshold of voicing. */
const VOICED_FROM = 0.45;

/** Every second sample is enough to find a period. */
const STRIDE = 2;

/**
 * Finds the nuclei of syllables: voiced peaks of intensity that stand out from the dips before them.
 *
 * @param samples a stretch of speech, 16 kHz, `[time]`
 * @returns times of the nuclei in seconds from the start of `samples`, in order
 * @see de Jong & Wempe, "Praat script to detect syllable nuclei and measure speech rate
 *   automatically", Behavior Research Methods 41(2), 2009
 */
export function findSyllables(samples: Float32Array): number[] {
  const decibels = intensity(samples);
  if (decibels.length === 0) return [];
  const sorted = Float32Array.from(decibels).sort();
  const loud = sorted[Math.floor(LOUD_QUANTILE * (sorted.length - 1))] ?? 0;
  return peaksAbove(decibels, loud - BELOW_LOUDEST_DECIBELS)
    .filter((at) => isVoiced(samples, at * HOP))
    .map((at) => (at * HOP) / MODEL_SAMPLE_RATE);
}

/** Mean power around each point of 10 ms, in decibels. */
function intensity(samples: Float32Array): Float32Array {
  const points = Math.floor(samples.length / HOP);
  const powers = new Float64Array(points);
  for (let point = 0; point < points; point++) {
    let sum = 0;
    for (let at = point * HOP; at < (point + 1) * HOP; at++) sum += (samples[at] ?? 0) ** 2;
    powers[point] = sum / HOP;
  }
  return Float32Array.from(powers, (_, point) => {
    let sum = 0;
    let weights = 0;
    for (let k = -HALF_WINDOW; k <= HALF_WINDOW; k++) {
      const weight = Math.cos((Math.PI * k) / (2 * HALF_WINDOW + 2)) ** 2;
      const power = powers[point + k];
      if (power === undefined) continue;
      sum += weight * power;
      weights += weight;
    }
    return 10 * Math.log10(sum / weights + 1e-12);
  });
}

/** Peaks above a threshold with a dip on both sides; of two peaks without a dip, the higher one. */
function peaksAbove(decibels: Float32Array, threshold: number): number[] {
  const peaks: number[] = [];
  let lowest = Infinity;
  let candidate: number | undefined;
  for (const [at, level] of decibels.entries()) {
    const top = candidate === undefined ? -Infinity : (decibels[candidate] ?? 0);
    if (candidate !== undefined && level > top) candidate = at;
    else if (candidate !== undefined && level <= top - DIP_DECIBELS) {
      peaks.push(candidate);
      candidate = undefined;
      lowest = level;
    } else if (candidate === undefined) {
      lowest = Math.min(lowest, level);
      if (level >= threshold && level >= lowest + DIP_DECIBELS) candidate = at;
    }
  }
  // Speech ends with silence, even where the stretch is cut.
  return candidate === undefined ? peaks : [...peaks, candidate];
}

/** Whether the sound around a sample repeats with the period of a voice. */
function isVoiced(samples: Float32Array, middle: number): boolean {
  const start = Math.max(0, middle - (COMPARED + LONGEST_PERIOD) / 2);
  for (let period = SHORTEST_PERIOD; period <= LONGEST_PERIOD; period += STRIDE) {
    let product = 0;
    let first = 0;
    let second = 0;
    for (let at = start; at < start + COMPARED; at += STRIDE) {
      const a = samples[at] ?? 0;
      const b = samples[at + period] ?? 0;
      product += a * b;
      first += a * a;
      second += b * b;
    }
    if (product > VOICED_FROM * Math.sqrt(first * second) && product > 0) return true;
  }
  return false;
}
