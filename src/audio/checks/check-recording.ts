import type { Finding, FindingCode } from '../../findings.js';
import { MODEL_SAMPLE_RATE, type Waveform } from '../../waveform.js';
import { Clipping } from './clipping.js';
import { Loudness } from './loudness.js';
import { Spectrum } from './spectrum.js';

/** Speech recorded far too quietly peaks near -45 dB, the noise of a muted input near -70 dB. */
const SILENT_BELOW_DECIBELS = -60;

/** Averaging 64 channels lowers the level by at most 36 dB; a mean below this has cancelled out. */
const CANCELLED_BELOW_DECIBELS = -100;

/** Recordings shorter than this many seconds get the finding `short`. */
const SHORT_BELOW_SECONDS = 0.5;

/** Clipping is audible if at least this share of the samples is clipped: 16 a second at 16 kHz. */
const CLIPPED_FROM_SHARE = 0.001;

/** -40 dB, the level of a quiet voice; the offset of a working converter is far lower. */
const OFFSET_FROM = 0.01;

/**
 * A recording in which 99.99 % of the energy lies below this frequency is limited to the telephone
 * band. On 300 clips of three corpora this share lies below 6,218 to 7,969 Hz; after resampling
 * the clips to 8 kHz and back, it lies below 3,406 to 4,719 Hz.
 */
const BAND_LIMITED_BELOW_HERTZ = 5_000;
const ENERGY_SHARE = 0.9999;

/** The sample rate of telephones, in hertz; it holds no frequency above 4 kHz. */
const TELEPHONE_RATE = 8_000;

/** The forms of a recording that {@link checkRecording} needs. */
export type CheckedRecording = {
  /** The decoded channels at the file's own rate. */
  readonly original: Waveform;
  /** 16 kHz mono, `[time]`. */
  readonly samples: Float32Array;
  readonly durationSeconds: number;
  /** Number of decoded samples that were not finite. */
  readonly notFinite: number;
};

/**
 * Finds properties of a recording that make its result less reliable. `FINDINGS` documents what the
 * `value` of each finding measures.
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

/**
 * Checks a recording that arrives in pieces; the findings equal those of {@link checkRecording}.
 */
export class RecordingChecks {
  readonly #sampleRate: number;
  readonly #clipping: Clipping[] = [];
  readonly #loudness = new Loudness(MODEL_SAMPLE_RATE);
  /** The level of each original channel. */
  readonly #levels: Loudness[] = [];
  readonly #spectrum = new Spectrum();
  #originalSamples = 0;
  #samples = 0;
  #sum = 0;

  /** @param sampleRate of the original, in hertz */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** Adds the next decoded piece, `[channel][time]`. */
  pushOriginal(channels: readonly Float32Array[]): void {
    for (const [at, channel] of channels.entries()) {
      (this.#clipping[at] ??= new Clipping()).push(channel);
      (this.#levels[at] ??= new Loudness(this.#sampleRate)).push(channel);
      this.#originalSamples += channel.length;
    }
  }

  /** Adds the next piece of the model's input: 16 kHz mono, `[time]`. */
  push(piece: Float32Array): void {
    this.#loudness.push(piece);
    this.#spectrum.push(piece);
    this.#samples += piece.length;
    let sum = this.#sum;
    // By index: an iterator would allocate memory for each sample.
    const end = piece.length;
    for (let at = 0; at < end; at++) sum += piece[at] ?? 0;
    this.#sum = sum;
  }

  /** Returns the findings in the order of `FINDINGS`. */
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
        // The bandwidth of silence is meaningless.
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

  /**
   * The level of the loudest channel, or of the channel mean if the channels cancel each other, in
   * decibels.
   */
  #level(): number {
    const mean = this.#loudness.decibels;
    if (this.#levels.length < 2 || mean < CANCELLED_BELOW_DECIBELS) return mean;
    return this.#levels.reduce((most, { decibels }) => Math.max(most, decibels), mean);
  }

  /** Share of all samples of all channels that are clipped. */
  #clippedShare(): number {
    return this.#clipping.reduce((sum, { count }) => sum + count, 0) / this.#originalSamples;
  }

  /** Frequency in hertz below which nearly all energy lies, at most half the sample rate. */
  #bandwidth(): number {
    const highest = Math.min(this.#sampleRate, MODEL_SAMPLE_RATE) / 2;
    return Math.min(this.#spectrum.below(ENERGY_SHARE), highest);
  }
}
