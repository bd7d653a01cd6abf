/** How a call is recorded: by the name of the condition, a function of the two channels at 16 kHz. */
import { telephone } from '../voices/telephone.js';

/** @param {Float32Array[]} channels */
const mix = ([left, right]) => left.map((sample, at) => 0.5 * (sample + right[at]));

/** @type {Readonly<Record<string, (channels: Float32Array[]) => { sampleRate: number, channels: Float32Array[] }>>} */
export const CONDITIONS = {
  'two channels, 16 kHz': (channels) => ({ sampleRate: 16_000, channels }),
  'two channels, telephone': (channels) => ({
    sampleRate: 8_000,
    channels: channels.map(telephone),
  }),
  'mixed, 16 kHz': (channels) => ({ sampleRate: 16_000, channels: [mix(channels)] }),
  'mixed, telephone': (channels) => ({ sampleRate: 8_000, channels: [telephone(mix(channels))] }),
};
