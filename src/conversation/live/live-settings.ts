import type { BaselineJson } from '../../inference/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';

/** What a live session computes, and when. */
export type LiveSettings = {
  /** Seconds between measurements, 0.25 to 10. Default: 1. */
  readonly intervalSeconds?: number | undefined;
  /** The last seconds of an utterance that a measurement is computed from, 1 to 15. Default: 3. */
  readonly windowSeconds?: number | undefined;
  /** Silence that ends an utterance, in seconds, 0.2 to 3. Default: 0.6. */
  readonly silenceSeconds?: number | undefined;
  /** Seconds of speech that a baseline is learnt from, 3 to 300. Default: 20. */
  readonly learnSeconds?: number | undefined;
  /**
   * What the voice is compared with: a baseline, the first `learnSeconds` of the session (`learn`), or
   * nothing (`none`). A model without a relative head learns nothing. Default: `learn`.
   */
  readonly baseline?: BaselineJson | 'learn' | 'none' | undefined;
};

/** The settings that are numbers of seconds. */
export type LiveSeconds = Exclude<keyof LiveSettings, 'baseline'>;

/** The limits and the default of a setting, all in seconds. */
export type SettingRange = {
  readonly least: number;
  readonly most: number;
  readonly usual: number;
};

/** The range of each of the {@link LiveSettings} that is a number of seconds. */
export const LIVE_RANGES = {
  intervalSeconds: { least: 0.25, most: 10, usual: 1 },
  windowSeconds: { least: 1, most: 15, usual: 3 },
  silenceSeconds: { least: 0.2, most: 3, usual: 0.6 },
  learnSeconds: { least: 3, most: 300, usual: 20 },
} as const satisfies Readonly<Record<LiveSeconds, SettingRange>>;

/** Settings in samples at 16 kHz. */
export type LiveLengths = {
  readonly interval: number;
  readonly window: number;
  readonly silence: number;
};

/**
 * Checks a setting and fills in its default.
 *
 * @throws RangeError if it is outside of its range
 */
export function secondsOf(settings: LiveSettings, name: LiveSeconds): number {
  const { least, most, usual } = LIVE_RANGES[name];
  const seconds = settings[name] ?? usual;
  if (seconds >= least && seconds <= most) return seconds;
  throw new RangeError(`Found ${name} ${seconds}, expected ${least} to ${most} seconds.`);
}

/**
 * Checks the lengths among the settings and fills in the defaults.
 *
 * @throws RangeError if one is outside of its range
 */
export function liveLengths(settings: LiveSettings): LiveLengths {
  const samples = (name: LiveSeconds) => Math.round(secondsOf(settings, name) * MODEL_SAMPLE_RATE);
  return {
    interval: samples('intervalSeconds'),
    window: samples('windowSeconds'),
    silence: samples('silenceSeconds'),
  };
}
