import { MODEL_SAMPLE_RATE } from '../waveform.js';
import type { ReferenceRecordings } from './reference-recordings.js';

/** How many there are: enough that one other label shows as 4 %. */
const SOUNDS = 24;

/** Loudest noise of the room: no recording is silent between its words. */
const FLOOR = 1e-3;

/** A syllable: what distinguishes voices, vowels and how loud and hoarse they are. */
type Syllable = {
  readonly startSeconds: number;
  readonly seconds: number;
  /** Pitch in hertz, at the start and by how much it changes to the end. */
  readonly pitch: number;
  readonly glide: number;
  /** Resonances in hertz. */
  readonly formants: readonly number[];
  readonly loudness: number;
  /** Share of noise, 0 to 1. */
  readonly breath: number;
};

/** {@link syntheticSounds} as recordings to measure on. */
export const SYNTHETIC_SOUNDS: ReferenceRecordings = {
  protocol: 'seeded syllables of harmonics and noise, 1 to 4 s',
  count: SOUNDS,
  read: syntheticSounds,
};

/**
 * Sounds between voice and noise, the same ones every time: what a graph is measured on where no
 * recordings are at hand. They carry no emotion that anybody would agree on.
 *
 * @returns 16 kHz mono, `[sounds][time]`
 */
export function* syntheticSounds(): Generator<Float32Array> {
  for (let sound = 0; sound < SOUNDS; sound++) {
    const random = seeded(sound + 1);
    const seconds = 1 + 3 * random();
    const length = Math.round(seconds * MODEL_SAMPLE_RATE);
    const samples = Float32Array.from({ length }, () => FLOOR * (2 * random() - 1));
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
    loudness: 0.02 + 0.2 * random(),
    breath: random() ** 3,
  };
}

function addSyllable(samples: Float32Array, syllable: Syllable, random: () => number): void {
  const { startSeconds, seconds, pitch, glide, formants, loudness, breath } = syllable;
  const first = Math.round(startSeconds * MODEL_SAMPLE_RATE);
  const length = Math.round(seconds * MODEL_SAMPLE_RATE);
  const harmonics = Array.from({ length: Math.floor(4000 / pitch) }, (_, i) =>
    loudnessAt((i + 1) * pitch, formants),
  );
  let phase = 0;
  for (let i = 0; i < length && first + i < samples.length; i++) {
    phase += (2 * Math.PI * pitch * (1 + (glide * i) / length)) / MODEL_SAMPLE_RATE;
    const voiced = sumOfSines(harmonics, phase);
    const noise = 2 * random() - 1;
    const envelope = loudness * Math.sin((Math.PI * i) / length) ** 2;
    const heard = envelope * ((1 - breath) * voiced + breath * noise);
    samples[first + i] = (samples[first + i] ?? 0) + heard;
  }
}

/** `Σ harmonics[k] · sin((k + 1) · phase)`, each sine from the two before it. */
function sumOfSines(harmonics: readonly number[], phase: number): number {
  const twice = 2 * Math.cos(phase);
  let [before, sine, sum] = [0, Math.sin(phase), 0];
  for (const each of harmonics) {
    sum += each * sine;
    [before, sine] = [sine, twice * sine - before];
  }
  return sum;
}

/** A harmonic's part: resonances 100 Hz wide over a slope that falls with the frequency. */
function loudnessAt(frequency: number, formants: readonly number[]): number {
  const resonance = formants.reduce(
    (sum, each) => sum + 1 / (1 + ((frequency - each) / 100) ** 2),
    0.02,
  );
  return resonance / Math.sqrt(1 + frequency / 500);
}

/** A linear congruential generator of numbers from 0 to 1. */
function seeded(seed: number): () => number {
  let state = Math.imul(seed, 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
