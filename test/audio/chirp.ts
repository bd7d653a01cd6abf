import { openAsBlob, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Waveform } from '../../src/waveform.js';

const folder = fileURLToPath(new URL('../fixtures/audio/formats/', import.meta.url));

/** The recordings of the chirp, named `what.rate.channels.extension`. */
export const chirpFiles = readdirSync(folder).filter((name) => name !== 'make.js');

/** Seconds of the chirp in every recording. */
export const CHIRP_SECONDS = 0.18;

const SIGNALS = [
  (time: number) => 0.5 * Math.sin(2 * Math.PI * (200 * time + 3500 * time * time)),
  (time: number) => 0.3 * Math.sin(2 * Math.PI * 500 * time),
];

/** Rate and channels that a recording of the chirp was made with. */
export function layoutOf(name: string): { sampleRate: number; channels: number } {
  const [, sampleRate = '', channels = ''] = name.split('.');
  return { sampleRate: Number(sampleRate), channels: Number(channels) };
}

export async function openChirp(name: string): Promise<Blob> {
  return openAsBlob(`${folder}${name}`);
}

export async function chirpBytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await openChirp(name)).arrayBuffer());
}

/** Ratio of the chirp to what differs from it, of the worst channel, in decibels. */
export function chirpSnr({ sampleRate, channels }: Waveform, delay = 0): number {
  const ratios = channels.map((samples, channel) => {
    const signal = SIGNALS[channel] ?? (() => NaN);
    let energy = 0;
    let error = 0;
    for (let at = 0; at < Math.round(CHIRP_SECONDS * sampleRate); at++) {
      const expected = signal(at / sampleRate);
      energy += expected ** 2;
      error += ((samples[at + delay] ?? 0) - expected) ** 2;
    }
    return 10 * Math.log10(energy / (error + 1e-30));
  });
  return Math.min(...ratios);
}

/** Offset of the first frame of a FLAC file. */
export function firstFlacFrame(bytes: Uint8Array): number {
  let at = 4;
  for (let isLast = false; !isLast;) {
    const [head = 0, a = 0, b = 0, c = 0] = bytes.subarray(at, at + 4);
    isLast = head >= 0x80;
    at += 4 + (a << 16) + (b << 8) + c;
  }
  return at;
}
