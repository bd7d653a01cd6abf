import { MODEL_SAMPLE_RATE } from '../waveform.js';
import type { ReferenceRecordings } from './reference-recordings.js';

/** With 24 sounds, one that gets another label lowers the agreement by 4 %. */
const SOUNDS = 24;

/** Largest amplitude of the background noise, because no real recording is silent between its words. */
const NOISE_AMPLITUDE = 1e-3;

/** A syllable. Its properties differ as voices, vowels, loudness and hoarseness do. */
type Syllable = {
  readonly startSeconds: number;
  readonly seconds: number;
  /** Pitch at the start, in hertz. */
  readonly pitch: number;
  /** Change of the pitch until the end, as a share of the pitch. */
  readonly glide: number;
  /** Frequencies of the resonances, in hertz. */
  readonly formants: readonly number[];
  /** Amplitude of the loudest part. */
  readonly amplitude: number;
  /** Share of noise, 0 to 1. */
  readonly breathiness: number;
};

/** {@link syntheticSounds} as reference recordings. */
export const SYNTHETIC_SOUNDS: ReferenceRecordings = {
  protocol: 'seeded syllables of harmonics and noise, 1 to 4 s',
  count: SOUNDS,
  read: syntheticSounds,
};

/**
 * Yields sounds between voice and noise, the same every time. A graph is measured on them if no recordings
 * are given. They express no emotion that listeners would agree on.
 *
 * @returns 16 kHz mono, `[sounds][time]`, full scale is -1 to 1
 */
export function* syntheticSounds(): Generator<Float32Array> {
  for (let sound = 0; sound < SOUNDS; sound++) {
    const random = seeded(sound + 1);
    const seconds = 1 + 3 * random();
    const length = Math.round(seconds * MODEL_SAMPLE_RATE);
    const samples = Float32Array.from({ length }, () => NOISE_AMPLITUDE * (2 * random() - 1));
    const voice = 80 + 200 * random();
    let start = 0.1 * random();
    while (start < seconds) {
      const syllable = drawSyllable(random, start, voice);
      addSyllable(samples, syllable, random);
      start += syllable.seconds * (1 + 0.5 * random());
    }
    yield samples;
  }
}

function drawSyllable(random: () => number, startSeconds: number, voice: number): Syllable {
  return {
    startSeconds,
    seconds: 0.1 + 0.3 * random(),
    pitch: voice * (0.8 + 0.6 * random()),
    glide: 0.5 * (random() - 0.5),
    formants: [300 + 600 * random(), 900 + 1500 * random(), 2400 + 900 * random()],
    amplitude: 0.02 + 0.2 * random(),
    breathiness: random() ** 3,
  };
}

function addSyllable(samples: Float32Array, syllable: Syllable, random: () => number): void {
  const { startSeconds, seconds, pitch, glide, formants, amplitude, breathiness } = syllable;
  const first = Math.round(startSeconds * MODEL_SAMPLE_RATE);
  const length = Math.round(seconds * MODEL_SAMPLE_RATE);
  const harmonics = Array.from({ length: Math.floor(4000 / pitch) }, (_, i) =>
    harmonicAmplitude((i + 1) * pitch, formants),
  );
  let phase = 0;
  for (let i = 0; i < length && first + i < samples.length; i++) {
    phase += (2 * Math.PI * pitch * (1 + (glide * i) / length)) / MODEL_SAMPLE_RATE;
    const voiced = sumOfSines(harmonics, phase);
    const noise = 2 * random() - 1;
    const envelope = amplitude * Math.sin((Math.PI * i) / length) ** 2;
    const sample = envelope * ((1 - breathiness) * voiced + breathiness * noise);
    samples[first + i] = (samples[first + i] ?? 0) + sample;
  }
}

/**
 * `Σ harmonics[k] · sin((k + 1) · phase)`. Each sine is computed from the two before it:
 * `sin((k + 1)x) = 2 cos(x) sin(kx) − sin((k − 1)x)`.
 */
function sumOfSines(harmonics: readonly number[], phase: number): number {
  const twice = 2 * Math.cos(phase);
  let [before, sine, sum] = [0, Math.sin(phase), 0];
  for (const each of harmonics) {
    sum += each * sine;
    [before, sine] = [sine, twice * sine - before];
  }
  return sum;
}

/** Amplitude of a harmonic: resonances that are 100 Hz wide, times a slope that falls with the frequency. */
function harmonicAmplitude(frequency: number, formants: readonly number[]): number {
  const resonance = formants.reduce(
    (sum, each) => sum + 1 / (1 + ((frequency - each) / 100) ** 2),
    0.02,
  );
  return resonance / Math.sqrt(1 + frequency / 500);
}

/** A linear congruential generator of numbers from 0 (inclusive) to 1 (exclusive). */
function seeded(seed: number): () => number {
  let state = Math.imul(seed, 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
