import type { Finding, FindingCode } from '../findings.js';
import { MODEL_SAMPLE_RATE, type Waveform } from '../waveform.js';
import { energySpectrum, FRAME_SAMPLES } from './spectrum.js';

/** Speech recorded far too quietly peaks near -45 dB, the noise of a muted input near -70 dB. */
const SILENT_BELOW_DECIBELS = -60;

/** Seconds below which a recording is called short. */
const SHORT_BELOW_SECONDS = 0.5;

/** Share of clipped samples from which clipping is heard: 16 in a second at 16 kHz. */
const CLIPPED_FROM_SHARE = 0.001;

/** -40 dB, the level of a quiet voice; converters in order stay far below. */
const OFFSET_FROM = 0.01;

/**
 * Where 99.99 % of the energy lies below this, there is nothing above a telephone's band. Measured
 * on 300 clips of three corpora: full band 6,218 to 7,969 Hz, the same through 8 kHz 3,406 to 4,719 Hz.
 */
const BAND_LIMITED_BELOW_HERTZ = 5_000;
const ENERGY_SHARE = 0.9999;

/** A telephone's sample rate, in hertz: nothing above 4 kHz can be in it. */
const TELEPHONE_RATE = 8_000;

/** A recording in the forms that the checks look at. */
export type CheckedRecording = {
  /** As decoded, at its own rate. */
  readonly original: Waveform;
  /** 16 kHz mono, `[time]`. */
  readonly samples: Float32Array;
  readonly durationSeconds: number;
  /** Number of decoded samples that were not finite. */
  readonly notFinite: number;
};

type Check = readonly [code: FindingCode, value: number, isFound: (value: number) => boolean];

/**
 * Looks for what makes an answer about a recording less trustworthy. What `value` measures stands
 * in `FINDINGS`.
 *
 * @returns findings in the order of `FINDINGS`
 */
export function checkRecording(recording: CheckedRecording): readonly Finding[] {
  const { original, samples, durationSeconds, notFinite } = recording;
  const level = loudestDecibels(samples);
  const isSilent = level < SILENT_BELOW_DECIBELS;
  const checks: readonly Check[] = [
    ['silent', level, () => isSilent],
    ['clipped', clippedShare(original.channels), (share) => share >= CLIPPED_FROM_SHARE],
    ['short', durationSeconds, (seconds) => seconds < SHORT_BELOW_SECONDS],
    [
      'band-limited',
      bandwidth(samples, original.sampleRate),
      // Silence has no band.
      (hertz) => !isSilent && (hertz < BAND_LIMITED_BELOW_HERTZ || isTelephone(original)),
    ],
    ['dc-offset', mean(samples), (offset) => Math.abs(offset) >= OFFSET_FROM],
    ['not-finite', notFinite, (count) => count > 0],
    ['damaged', original.damagedPlaces ?? 0, (places) => places > 0],
  ];
  return checks
    .filter(([, value, isFound]) => isFound(value))
    .map(([code, value]) => ({ code, value }));
}

const isTelephone = ({ sampleRate }: Waveform) => sampleRate <= TELEPHONE_RATE;

/** The level of digital silence, in decibels: below one step of 24 bits, and a number of JSON. */
const FLOOR_DECIBELS = -150;

/** 25 ms at 16 kHz. */
const LEVEL_FRAME = 400;

/** Level of the loudest 25 ms, in decibels relative to a square wave at full scale. */
function loudestDecibels(samples: Float32Array): number {
  let loudest = 0;
  for (let start = 0; start + LEVEL_FRAME <= samples.length; start += LEVEL_FRAME) {
    let energy = 0;
    for (let at = start; at < start + LEVEL_FRAME; at++) energy += (samples[at] ?? 0) ** 2;
    loudest = Math.max(loudest, energy / LEVEL_FRAME);
  }
  return Math.max(FLOOR_DECIBELS, 10 * Math.log10(loudest));
}

/** One sample alone may touch full scale; three in a row were cut off. */
const CLIPPED_RUN = 3;

/** Beyond this a sample is at full scale; a flat top counts a little further below. */
const FULL_SCALE = 0.9999;
const NEAR_FULL_SCALE = 0.98;

/** Two steps of 16 bits: what is called flat. */
const FLAT = 2 ** -14;

/** Share of the samples that stand in a flat run at or near full scale, over all channels. */
function clippedShare(channels: readonly Float32Array[]): number {
  const counts = channels.map(countClipped);
  const samples = channels.reduce((sum, channel) => sum + channel.length, 0);
  return counts.reduce((sum, count) => sum + count, 0) / samples;
}

function countClipped(channel: Float32Array): number {
  let count = 0;
  let run = 1;
  let before = 0;
  for (const sample of channel) {
    run = isFlatTop(before, sample) ? run + 1 : 1;
    // The run is counted whole as soon as it is long enough.
    if (run >= CLIPPED_RUN) count += run === CLIPPED_RUN ? CLIPPED_RUN : 1;
    before = sample;
  }
  return count;
}

function isFlatTop(one: number, other: number): boolean {
  const lower = one > 0 ? Math.min(one, other) : Math.min(-one, -other);
  if (lower < NEAR_FULL_SCALE) return false;
  return lower >= FULL_SCALE || Math.abs(one - other) <= FLAT;
}

/** Frequency in hertz below which nearly all energy lies; at most what the rate permits. */
function bandwidth(samples: Float32Array, originalRate: number): number {
  const energy = energySpectrum(samples);
  const binHertz = MODEL_SAMPLE_RATE / FRAME_SAMPLES;
  // A constant offset has energy, too, and is another finding.
  const total = energy.subarray(LOWEST_BIN).reduce((sum, value) => sum + value, 0);
  const highest = Math.min(originalRate, MODEL_SAMPLE_RATE) / 2;
  if (total === 0) return highest;
  let bin = LOWEST_BIN;
  for (let below = energy[bin] ?? 0; below < total * ENERGY_SHARE; below += energy[bin] ?? 0) bin++;
  return Math.min(bin * binHertz, highest);
}

/** The first bin that a Hann window keeps free of a constant offset. */
const LOWEST_BIN = 3;

function mean(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}
