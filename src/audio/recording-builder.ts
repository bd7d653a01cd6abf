import { AudioError } from '../errors.js';
import type { Finding } from '../findings.js';
import { MODEL_SAMPLE_RATE, type Waveform } from '../waveform.js';
import { RecordingChecks } from './checks/check-recording.js';
import { checkFinite } from './checks/non-finite.js';
import { OutlierFilter } from './checks/outlier-filter.js';
import { ChannelMixer } from './resample/channel-mixer.js';
import { Resampler } from './resample/resampler.js';

/** The properties of a recording besides its samples. */
export type RecordingDetails = {
  /** Duration of the original, in seconds. */
  readonly durationSeconds: number;
  /** Sample rate of the original, in hertz. */
  readonly sampleRate: number;
  /** Number of channels of the original. */
  readonly channels: number;
  /** The findings in the order of `FINDINGS`; empty if there are none. */
  readonly findings: readonly Finding[];
};

/** Samples of a recording at 16 kHz, all arrays of one length. */
export type ModelInput = {
  /** The mean of the channels, `[time]`. */
  readonly mono: Float32Array;
  /** `[channel][time]`; the only channel is `mono` itself. */
  readonly channels: readonly Float32Array[];
};

/** The least number of samples at 16 kHz, 25 ms: the first convolutions of a model need them. */
const MIN_SAMPLES = 400;

/**
 * Converts a recording that arrives in pieces to 16 kHz mono and checks it. How the recording is
 * split into pieces does not change a single bit of the samples and findings.
 */
export class RecordingBuilder {
  readonly #sampleRate: number;
  readonly #resamplers: readonly Resampler[];
  readonly #checks: RecordingChecks;
  readonly #filters: readonly OutlierFilter[];
  readonly #mixer: ChannelMixer;
  #frames = 0;
  #damagedPlaces = 0;

  /** @throws RangeError if the rate is not a whole number above 0 */
  constructor(sampleRate: number, channels: number) {
    this.#sampleRate = sampleRate;
    this.#checks = new RecordingChecks(sampleRate);
    this.#mixer = new ChannelMixer(channels);
    this.#filters = Array.from({ length: channels }, () => new OutlierFilter());
    this.#resamplers = Array.from(
      { length: channels },
      () => new Resampler(sampleRate, MODEL_SAMPLE_RATE),
    );
  }

  /**
   * Adds the next piece.
   *
   * @param piece channels of equal length
   * @returns the samples that no later piece can change
   */
  push({ channels, damagedPlaces = 0 }: Omit<Waveform, 'sampleRate'>): ModelInput {
    this.#frames += channels[0]?.length ?? 0;
    this.#damagedPlaces += damagedPlaces;
    const usable = this.#filters.map((filter, at) => filter.push(channels[at] ?? EMPTY));
    this.#checks.pushOriginal(usable);
    return this.#average((resampler, at) => resampler.push(usable[at] ?? EMPTY));
  }

  /**
   * Ends the recording.
   *
   * @returns the remaining samples and the details
   * @throws AudioError `audio-too-short` below 25 ms, `audio-not-finite` if at least half of the
   *   samples are not finite
   */
  finish(): { readonly input: ModelInput; readonly details: RecordingDetails } {
    const sampleRate = this.#sampleRate;
    const channels = this.#resamplers.length;
    const durationSeconds = this.#frames / sampleRate;
    if (Math.ceil(durationSeconds * MODEL_SAMPLE_RATE) < MIN_SAMPLES)
      throw tooShort(durationSeconds);
    const rest = this.#filters.map((filter) => filter.finish());
    const notFinite = this.#filters.reduce((sum, { replaced }) => sum + replaced, 0);
    checkFinite(notFinite, this.#frames * channels);
    this.#checks.pushOriginal(rest);
    const input = this.#average((resampler, at) => resampler.finish(rest[at]));
    const findings = this.#checks.finish({
      durationSeconds,
      notFinite,
      damagedPlaces: this.#damagedPlaces,
    });
    return { input, details: { durationSeconds, sampleRate, channels, findings } };
  }

  /** Resamples the channels first and averages them afterwards, as SpeechBrain does. */
  #average(resample: (resampler: Resampler, at: number) => Float32Array): ModelInput {
    const channels = this.#resamplers.map(resample);
    const mono = this.#mixer.push(channels);
    this.#checks.push(mono);
    return { mono, channels };
  }
}

const EMPTY = new Float32Array(0);

function tooShort(seconds: number): AudioError {
  return new AudioError(
    'audio-too-short',
    `The recording is too short: found ${(seconds * 1000).toFixed(1)} ms, expected at least ` +
      '25 ms. Record a whole phrase.',
  );
}
