import { openAsBlob } from 'node:fs';
import { expect, test } from 'vitest';
import { adtsSamples } from '../../../src/browser/decoding/adts-samples.js';
import { decodeInPage } from '../../../src/browser/decoding/decode-in-page.js';
import type { PortLike } from '../../../src/browser/platform.js';
import { formatFile } from '../support/recordings.js';

const RATE = 16_000;
/** The fixture has four frames, of which ffmpeg and Chromium decode all. */
const SAMPLES = 4096;

/** A page whose decoder returns so many samples of 1. */
function pageThatDecodes(length: number): PortLike {
  const port: PortLike = {
    onmessage: null,
    postMessage: (request) => {
      const { call } = request as { call: number };
      const channels = [new Float32Array(length).fill(1)];
      queueMicrotask(() => port.onmessage?.({ data: { call, channels } }));
    },
  };
  return port;
}

async function decode(name: string, format: 'aac' | 'mp4', length: number): Promise<number[]> {
  const blob = await openAsBlob(formatFile(name));
  const request = { format, codec: 'AAC', checkSize: () => undefined };
  const samples: number[] = [];
  for await (const { sampleRate, channels } of decodeInPage(pageThatDecodes(length))(
    blob,
    request,
  )) {
    expect(sampleRate).toBe(RATE);
    samples.push(...(channels[0] ?? []));
  }
  return samples;
}

test('the samples of an AAC file without a container are counted by its frames', async () => {
  const blob = await openAsBlob(formatFile('aac.16000.1.aac'));
  const bytes = new Uint8Array(await blob.arrayBuffer());
  expect(adtsSamples(bytes)).toBe(SAMPLES);
  expect(adtsSamples(bytes.subarray(0, 5))).toBe(0);
  expect(adtsSamples(new Uint8Array(1000))).toBe(0);
  // A frame that states no length does not end the search in a loop.
  expect(adtsSamples(Uint8Array.from([0xff, 0xf1, 0x60, 0x40, 0, 0, 0, 0]))).toBe(0);
});

test('a browser that cuts the silence of the encoder off gets it back', async () => {
  const samples = await decode('aac.16000.1.aac', 'aac', SAMPLES - 1024);
  expect(samples).toHaveLength(SAMPLES);
  expect(samples.indexOf(1)).toBe(1024);
});

test.each([
  ['a browser that keeps it', 'aac.16000.1.aac', 'aac', SAMPLES],
  ['one that decodes only a part', 'aac.16000.1.aac', 'aac', 1000],
  ['a container, which says itself what is sound', 'aac.16000.1.m4a', 'mp4', 3072],
] as const)('%s is left as it is', async (_words, name, format, length) => {
  expect(await decode(name, format, length)).toEqual(Array.from({ length }, () => 1));
});
