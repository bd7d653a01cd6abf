import { AudioError } from '../errors.js';
import type { Finding } from '../findings.js';
import { MODEL_SAMPLE_RATE, type Waveform } from '../waveform.js';
import { RecordingChecks } from './checks/check-recording.js';
import { checkFinite, replaceNotFinite } from './checks/non-finite.js';
import { mix } from './resample/mix.js';
import { Resampler } from './resample/resampler.js';

/** What is known of a recording besides its samples. */
export type RecordingDetails = {
  /** Duration of the original. */
  readonly durationSeconds: number;
  /** Rate of the original, in hertz. */
  readonly sampleRate: number;
  /** Channels of the original. */
  readonly channels: number;
  /** In the order of `FINDINGS`; empty where all is well. */
  readonly findings: readonly Finding[];
};

/** Samples at 16 kHz that the first convolution of every model needs: 25 ms. */
const SHORTEST = 400;

/**
 * Brings a recording that comes in pieces to 16 kHz mono and checks it. Samples and findings are
 * bit for bit the same however it is cut.
 */
export class RecordingBuilder {
  readonly #sampleRate: number;
  readonly #resamplers: readonly Resampler[];
  readonly #checks: RecordingChecks;
  #frames = 0;
  #notFinite = 0;
  #damagedPlaces = 0;

  /** @throws RangeError for a rate that is no whole number above 0 */
  constructor(sampleRate: number, channels: number) {
    this.#sampleRate = sampleRate;
    this.#checks = new RecordingChecks(sampleRate);
    this.#resamplers = Array.from(
      { length: channels },
      () => new Resampler(sampleRate, MODEL_SAMPLE_RATE),
    );
  }

  /**
   * Takes the next piece.
   *
   * @param piece channels of one length
   * @returns 16 kHz mono, `[time]`: what no later piece can change
   */
  push({ channels, damagedPlaces = 0 }: Omit<Waveform, 'sampleRate'>): Float32Array {
    const usable = replaceNotFinite(channels);
    this.#frames += usable.channels[0]?.length ?? 0;
    this.#notFinite += usable.notFinite;
    this.#damagedPlaces += damagedPlaces;
    this.#checks.pushOriginal(usable.channels);
    return this.#average((resampler, at) => resampler.push(usable.channels[at] ?? EMPTY));
  }

  /**
   * Ends the recording.
   *
   * @returns the samples that are left, 16 kHz mono, `[time]`, and what is known now
   * @throws AudioError `audio-too-short` below 25 ms, `audio-not-finite` where at least half of the
   *   samples are not finite
   */
  finish(): { readonly samples: Float32Array; readonly details: RecordingDetails } {
    const sampleRate = this.#sampleRate;
    const channels = this.#resamplers.length;
    const durationSeconds = this.#frames / sampleRate;
    if (Math.ceil(durationSeconds * MODEL_SAMPLE_RATE) < SHORTEST) throw tooShort(durationSeconds);
    checkFinite(this.#notFinite, this.#frames * channels);
    const samples = this.#average((resampler) => resampler.finish());
    const findings = this.#checks.finish({
      durationSeconds,
      notFinite: this.#notFinite,
      damagedPlaces: this.#damagedPlaces,
    });
    return { samples, details: { durationSeconds, sampleRate, channels, findings } };
  }

  /** Resampled first and averaged afterwards, as SpeechBrain does. */
  #average(resample: (resampler: Resampler, at: number) => Float32Array): Float32Array {
    const samples = mix(this.#resamplers.map(resample));
    this.#checks.push(samples);
    return samples;
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
