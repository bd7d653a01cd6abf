/** Two minutes in which nobody speaks, by the name of what is in them; functions of a seed. */
import { noise, randomFrom } from '../voice-activity/sounds.js';

const RATE = 16_000;
const SECONDS = 120;

/** @type {Readonly<Record<string, (seed: number) => Float32Array>>} */
export const SILENCES = {
  'digital silence': () => new Float32Array(SECONDS * RATE),
  'noise of a line, -65 dB': (seed) =>
    noise(SECONDS, 0, 10 ** (-65 / 20), randomFrom(seed * 7_654_321)),
  'noise of a room, -40 dB': (seed) =>
    noise(SECONDS, 0.95, 10 ** (-40 / 20), randomFrom(seed * 7_654_321)),
  'mains hum, -40 dB': () =>
    Float32Array.from(
      { length: SECONDS * RATE },
      (_, at) => 0.014 * Math.sin((2 * Math.PI * 50 * at) / RATE),
    ),
};
