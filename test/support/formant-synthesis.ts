import { seededRandom } from './seeded-random.js';

const SAMPLE_RATE = 16_000;

/** Formants in hertz of men's vowels (Peterson and Barney, JASA 24, 1952), the fourth a usual value. */
const VOWELS = {
  a: [730, 1090, 2440, 3500],
  e: [530, 1840, 2480, 3500],
  i: [270, 2290, 3010, 3700],
  o: [570, 840, 2410, 3300],
  u: [300, 870, 2240, 3300],
} as const;

/** Bandwidths in hertz of the four formants, about those of Klatt (JASA 67, 1980). */
const BANDWIDTHS = [70, 100, 150, 250] as const;

/** How an utterance is spoken. */
export type Manner = {
  /** One vowel per syllable. */
  readonly vowels: readonly (keyof typeof VOWELS)[];
  /** Seconds of a syllable, a fifth of it the pause after the vowel. */
  readonly syllableSeconds: number;
  /** Fundamental frequency in hertz at a moment, 0 to 1 of the utterance. */
  readonly pitch: (moment: number) => number;
  /** Peak of the loudest syllable, full scale is 1. */
  readonly peak: number;
  /** Share of noise in the source, 0 (pressed) to 1 (whispered). */
  readonly breath: number;
  /** All formants times this: about 1.15 for a woman, whose vocal tract is shorter. */
  readonly formantScale: number;
};

/**
 * A voice from a source and filters: pulses and breath through four resonators per vowel.
 *
 * @returns 16 kHz mono `[time]`
 */
export function synthesiseSpeech(manner: Manner): Float32Array {
  const length = Math.round(manner.syllableSeconds * SAMPLE_RATE);
  const source = voiceSource(manner, length * manner.vowels.length);
  const speech = new Float32Array(source.length);
  for (const [at, vowel] of manner.vowels.entries()) {
    const part = source.subarray(at * length, (at + 1) * length);
    const formants = VOWELS[vowel].map((hertz) => hertz * manner.formantScale);
    speech.set(resonate(part, formants).map(syllableEnvelope), at * length);
  }
  const loudest = speech.reduce((top, sample) => Math.max(top, Math.abs(sample)), 0);
  return speech.map((sample) => (sample * manner.peak) / loudest);
}

/** Pulses whose spectrum falls by 12 dB an octave, as those of the vocal folds do, and breath. */
function voiceSource({ pitch, breath }: Manner, length: number): Float64Array {
  const random = seededRandom(7);
  const source = new Float64Array(length);
  const smooth = [0, 0] as [number, number];
  let phase = 0;
  for (let at = 0; at < length; at++) {
    phase += pitch(at / length) / SAMPLE_RATE;
    const pulse = phase >= 1 ? 1 : 0;
    phase -= pulse;
    smooth[0] = 0.95 * smooth[0] + pulse;
    smooth[1] = 0.95 * smooth[1] + smooth[0];
    source[at] = (1 - breath) * smooth[1] + breath * (2 * random() - 1);
  }
  // The lips radiate changes of pressure only.
  return source.map((sample, at) => sample - (source[at - 1] ?? 0));
}

/** Four digital resonators one after the other (Klatt 1980, equation 1). */
function resonate(source: Float64Array, formants: readonly number[]): Float64Array {
  let signal = source;
  for (const [at, hertz] of formants.entries()) {
    const radius = Math.exp((-Math.PI * (BANDWIDTHS[at] ?? 250)) / SAMPLE_RATE);
    const b = 2 * radius * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE);
    const c = -radius * radius;
    let [before, earlier] = [0, 0];
    signal = signal.map((sample) => {
      const output = (1 - b - c) * sample + b * before + c * earlier;
      [earlier, before] = [before, output];
      return output;
    });
  }
  return signal;
}

/** Rises in an eighth of the syllable, falls from its middle, and is silent in its last fifth. */
function syllableEnvelope(sample: number, at: number, syllable: Float64Array): number {
  const moment = at / syllable.length;
  const rise = Math.min(1, moment * 8);
  const fall = Math.min(1, Math.max(0, (0.8 - moment) / 0.3));
  return sample * rise * fall;
}
