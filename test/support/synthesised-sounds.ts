import { type Manner, synthesiseSpeech } from './formant-synthesis.js';
import { seededRandom } from './seeded-random.js';

const SAMPLE_RATE = 16_000;

const calm: Manner = {
  vowels: ['a', 'e', 'o', 'i', 'a', 'u'],
  syllableSeconds: 0.3,
  pitch: (moment) => 115 - 20 * moment,
  peak: 0.3,
  breath: 0.05,
  formantScale: 1,
};

/** Ways of speaking that differ in pitch, pace, level and breath; they are not meant to be any emotion. */
const MANNERS: Readonly<Record<string, Manner>> = {
  'even man': calm,
  'loud, high and fast woman': {
    ...calm,
    ...{ syllableSeconds: 0.17, peak: 0.95, breath: 0.02, formantScale: 1.15 },
    vowels: ['a', 'i', 'a', 'e', 'a', 'o', 'a', 'i', 'a'],
    pitch: (moment) => 290 + 90 * Math.sin(14 * moment),
  },
  'lively woman': {
    ...calm,
    ...{ syllableSeconds: 0.22, peak: 0.6, formantScale: 1.15 },
    vowels: ['i', 'a', 'e', 'i', 'o', 'a', 'e'],
    pitch: (moment) => 240 + 110 * Math.sin(9 * moment) * (1 - moment),
  },
  'slow, low and breathy man': {
    ...calm,
    ...{ syllableSeconds: 0.45, peak: 0.1, breath: 0.35 },
    vowels: ['u', 'o', 'a', 'u', 'o'],
    pitch: (moment) => 95 - 15 * moment,
  },
  whisper: { ...calm, ...{ peak: 0.05, breath: 1 } },
};

/**
 * Sounds to compare a model's results on: silence, tones, noises and synthesised vowels. They are the
 * same on every machine except for the last digit of sines.
 *
 * @returns 16 kHz mono `[time]` by name
 */
export function synthesisedSounds(): ReadonlyMap<string, Float32Array> {
  const spoken = Object.entries(MANNERS).map(([name, manner]) => [name, synthesiseSpeech(manner)]);
  return new Map([
    ['silence', sound(1.5, () => 0)],
    ['tone of 440 Hz', sound(2, (time) => 0.3 * Math.sin(2 * Math.PI * 440 * time))],
    ['rising tone', sound(2, (time) => 0.3 * Math.sin(2 * Math.PI * (100 + 900 * time) * time))],
    ['chord', sound(2, (time) => chord(time))],
    ['white noise', noise(2, 0)],
    ['brown noise', noise(2, 0.98)],
    ...(spoken as [string, Float32Array][]),
  ]);
}

function sound(seconds: number, signal: (time: number) => number): Float32Array {
  return Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, at) => signal(at / SAMPLE_RATE));
}

/** Decaying notes, two per second, like those of a plucked string. */
function chord(time: number): number {
  const decay = Math.exp(-6 * (time % 0.5));
  const notes = [220, 277.18, 329.63].map((hertz) => Math.sin(2 * Math.PI * hertz * time));
  return 0.2 * decay * notes.reduce((sum, note) => sum + note, 0);
}

/** Noise at a level of 0.1; `memory` from 0 (white) to below 1 (brown) is the filter's only pole. */
function noise(seconds: number, memory: number): Float32Array {
  const random = seededRandom(11);
  const gain = 0.1 * Math.sqrt(3 * (1 - memory * memory));
  let last = 0;
  return sound(seconds, () => (last = memory * last + gain * (2 * random() - 1)));
}
