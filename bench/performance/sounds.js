/** Seeded, speech-like recordings: 16 kHz, mono, 16 bits, a plain header. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { wavHeader } from '../wav-header.js';

const RATE = 16_000;
/** Seconds of sound that a long recording repeats, so that it can be made quickly. */
const REPEATED_SECONDS = 120;
/** Centre and width in hertz of the resonances of a neutral vowel. */
const FORMANTS = [
  { centre: 500, width: 120 },
  { centre: 1500, width: 180 },
  { centre: 2500, width: 250 },
];

/** Seconds of the clips that are computed one at a time. */
export const CLIP_SECONDS = [1, 4, 10, 30];
/** Seconds of the long recordings. */
export const LONG_SECONDS = { minute: 60, tenMinutes: 600, hour: 3600 };

const MIXED = { count: 100, shortest: 1, longest: 4 };

/**
 * Makes all recordings that do not exist yet.
 *
 * @returns paths: `clips` and `long` by their names, `mixed` a list; and `mixedSeconds` in all
 */
export function makeSounds(folder) {
  mkdirSync(folder, { recursive: true });
  const make = (name, seconds, seed) => write(join(folder, `${name}.wav`), seconds, seed);
  const clips = CLIP_SECONDS.map((seconds) => [
    seconds,
    make(`clip-${seconds}s`, seconds, seconds),
  ]);
  const long = Object.entries(LONG_SECONDS).map(([name, seconds]) => [
    ...[name, make(name, seconds, 99)],
  ]);
  const random = randomFrom(7);
  const lengths = Array.from(
    { length: MIXED.count },
    () => MIXED.shortest + random() * (MIXED.longest - MIXED.shortest),
  );
  return {
    clips: Object.fromEntries(clips),
    long: Object.fromEntries(long),
    mixed: lengths.map((seconds, at) => make(`mixed-${at + 1}`, seconds, 1000 + at)),
    mixedSeconds: lengths.reduce((a, b) => a + b, 0),
  };
}

function write(path, seconds, seed) {
  if (existsSync(path)) return path;
  const total = Math.round(seconds * RATE);
  const part = voice(Math.min(total, REPEATED_SECONDS * RATE), seed);
  const file = openSync(`${path}.part`, 'w');
  writeSync(file, wavHeader(total, RATE));
  for (let done = 0; done < total; done += part.length) {
    const words = part.subarray(0, Math.min(part.length, total - done));
    writeSync(file, new Uint8Array(words.buffer, 0, 2 * words.length));
  }
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}

/** A voice that glides and pauses between syllables, with some breath. */
function voice(length, seed) {
  const random = randomFrom(seed);
  const [pitch, syllables] = [100 + 150 * random(), 3 + 2 * random()];
  let phase = 0;
  return Int16Array.from({ length }, (_, at) => {
    const time = at / RATE;
    const tone = pitch * (1 + 0.15 * Math.sin(2 * time) + 0.05 * Math.sin(11 * time));
    phase += tone / RATE;
    const loudness = Math.max(0, Math.sin(Math.PI * syllables * time)) ** 0.5;
    const sound = loudness * harmonics(phase, tone) + 0.004 * (random() - 0.5);
    return Math.round(12_000 * Math.max(-1, Math.min(1, sound)));
  });
}

function harmonics(phase, tone) {
  let sum = 0;
  for (let order = 1; order * tone < 3500; order++) {
    const gain = FORMANTS.reduce(
      (most, { centre, width }) => Math.max(most, 1 / (1 + ((order * tone - centre) / width) ** 2)),
      0.02,
    );
    sum += (gain / order ** 0.5) * Math.sin(2 * Math.PI * order * phase);
  }
  return 0.5 * sum;
}

/** Numbers from 0 to 1 of a linear congruential generator (Numerical Recipes' constants). */
function randomFrom(seed) {
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
