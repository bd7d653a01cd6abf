import type { Finding, FindingCode } from '../../findings.js';
import { MODEL_SAMPLE_RATE, type Waveform } from '../../waveform.js';
import { Clipping } from './clipping.js';
import { Loudness } from './loudness.js';
import { Spectrum } from './spectrum.js';

/** Speech recorded far too quietly peaks near -45 dB, the noise of a muted input near -70 dB. */
const SILENT_BELOW_DECIBELS = -60;

/** Averaging 64 channels takes away 36 dB; a lower mean comes of channels that cancel each other. */
const CANCELLED_BELOW_DECIBELS = -100;

/** Seconds below which a recording is called short. */
const SHORT_BELOW_SECONDS = 0.5;

/** Share of clipped samples from which clipping is audible: 16 in a second at 16 kHz. */
const CLIPPED_FROM_SHARE = 0.001;

/** -40 dB, the level of a quiet voice; a sound converter's offset is far below. */
const OFFSET_FROM = 0.01;

/**
 * If 99.99 % of the energy lies below this, there is nothing above a telephone's band. Measured
 * on 300 clips of three corpora: full band 6,218 to 7,969 Hz, the same through 8 kHz 3,406 to 4,719 Hz.
 */
const BAND_LIMITED_BELOW_HERTZ = 5_000;
const ENERGY_SHARE = 0.9999;

/** A telephone's sample rate, in hertz: nothing above 4 kHz can be in it. */
const TELEPHONE_RATE = 8_000;

/** A recording in the forms that are checked. */
export type CheckedRecording = {
  /** As decoded, at its own rate. */
  readonly original: Waveform;
  /** 16 kHz mono, `[time]`. */
  readonly samples: Float32Array;
  readonly durationSeconds: number;
  /** Number of decoded samples that were not finite. */
  readonly notFinite: number;
};

/**
 * Looks for what makes a result less reliable. `FINDINGS` says what `value` measures.
 *
 * @returns findings in the order of `FINDINGS`
 */
export function checkRecording(recording: CheckedRecording): readonly Finding[] {
  const { original, samples, durationSeconds, notFinite } = recording;
  const checks = new RecordingChecks(original.sampleRate);
  checks.pushOriginal(original.channels);
  checks.push(samples);
  const damagedPlaces = original.damagedPlaces ?? 0;
  return checks.finish({ durationSeconds, notFinite, damagedPlaces });
}

/** Totals that are only known at the end of a recording. */
export type RecordingTotals = {
  readonly durationSeconds: number;
  /** Number of decoded samples that were not finite. */
  readonly notFinite: number;
  readonly damagedPlaces: number;
};

type Check = readonly [code: FindingCode, value: number, isFound: (value: number) => boolean];

/** {@link checkRecording} for a recording that comes in pieces, with the same findings. */
export class RecordingChecks {
  readonly #sampleRate: number;
  readonly #clipping: Clipping[] = [];
  readonly #loudness = new Loudness(MODEL_SAMPLE_RATE);
  /** One for each original channel. */
  readonly #levels: Loudness[] = [];
  readonly #spectrum = new Spectrum();
  #originalSamples = 0;
  #samples = 0;
  #sum = 0;

  /** @param sampleRate of the original, in hertz */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** Adds the next piece as decoded, `[channel][time]`. */
  pushOriginal(channels: readonly Float32Array[]): void {
    for (const [at, channel] of channels.entries()) {
      (this.#clipping[at] ??= new Clipping()).push(channel);
      (this.#levels[at] ??= new Loudness(this.#sampleRate)).push(channel);
      this.#originalSamples += channel.length;
    }
  }

  /** Adds the next piece as the model gets it, 16 kHz mono, `[time]`. */
  push(piece: Float32Array): void {
    this.#loudness.push(piece);
    this.#spectrum.push(piece);
    this.#samples += piece.length;
    let sum = this.#sum;
    for (const sample of piece) sum += sample;
    this.#sum = sum;
  }

  /** The findings, in the order of `FINDINGS`. */
  finish({ durationSeconds, notFinite, damagedPlaces }: RecordingTotals): readonly Finding[] {
    const level = this.#level();
    const isSilent = level < SILENT_BELOW_DECIBELS;
    const isTelephone = this.#sampleRate <= TELEPHONE_RATE;
    const checks: readonly Check[] = [
      ['silent', level, () => isSilent],
      ['clipped', this.#clippedShare(), (share) => share >= CLIPPED_FROM_SHARE],
      ['short', durationSeconds, (seconds) => seconds < SHORT_BELOW_SECONDS],
      [
        'band-limited',
        this.#bandwidth(),
        // Silence has no band.
        (hertz) => !isSilent && (hertz < BAND_LIMITED_BELOW_HERTZ || isTelephone),
      ],
      ['dc-offset', this.#sum / this.#samples, (offset) => Math.abs(offset) >= OFFSET_FROM],
      ['not-finite', notFinite, (count) => count > 0],
      ['damaged', damagedPlaces, (places) => places > 0],
    ];
    return checks
      .filter(([, value, isFound]) => isFound(value))
      .map(([code, value]) => ({ code, value }));
  }

  /** The level of the loudest channel; that of the mean if the channels cancel each other. */
  #level(): number {
    const mean = this.#loudness.decibels;
    if (this.#levels.length < 2 || mean < CANCELLED_BELOW_DECIBELS) return mean;
    return this.#levels.reduce((most, { decibels }) => Math.max(most, decibels), mean);
  }

  /** Share of the samples that stand in a flat run at or near full scale, over all channels. */
  #clippedShare(): number {
    return this.#clipping.reduce((sum, { count }) => sum + count, 0) / this.#originalSamples;
  }

  /** Frequency in hertz below which nearly all energy lies; at most what the rate permits. */
  #bandwidth(): number {
    const highest = Math.min(this.#sampleRate, MODEL_SAMPLE_RATE) / 2;
    return Math.min(this.#spectrum.below(ENERGY_SHARE), highest);
  }
}
