/** The highest frequency of the spectrogram in Hz. */
export const HIGHEST_FREQUENCY = 8000;

/** A value of an axis and its place as a share of 0 to 1 from the left or the top. */
export type Tick = { readonly value: number; readonly at: number };

const FREQUENCIES = [8000, 4000, 2000, 1000, 500, 0];

/** Intervals of time axes in seconds. */
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Labels of at most this many intervals fit on a phone. */
const MOST_INTERVALS = 6;

/** The round times of a recording in seconds, from 0 on. */
export function timeTicks(seconds: number): Tick[] {
  if (!(seconds > 0)) return [];
  const step =
    STEPS.find((interval) => seconds / interval <= MOST_INTERVALS) ??
    Math.ceil(seconds / 3600 / MOST_INTERVALS) * 3600;
  const count = Math.floor(seconds / step + 1e-6) + 1;
  return Array.from({ length: count }, (_, index) => ({
    value: index * step,
    at: Math.min(1, (index * step) / seconds),
  }));
}

/** The labelled frequencies of the spectrogram in Hz, on the mel scale and from the highest on. */
export function frequencyTicks(): Tick[] {
  return FREQUENCIES.map((value) => ({ value, at: 1 - toMel(value) / toMel(HIGHEST_FREQUENCY) }));
}

function toMel(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700);
}
