import { expect, test } from 'vitest';
import { loadRecording, streamRecording } from '../../src/audio/node.js';
import { watchReads } from '../../src/audio/watch-reads.js';
import { makeWav, voice } from '../support/make-wav.js';

test('a watched recording has the same samples, and reports each position up to its end', async () => {
  const blob = new Blob([makeWav(40, voice)]);
  const positions: number[] = [];
  const watched = watchReads(blob, (position) => positions.push(position));
  let samples = 0;
  let ahead = 0;
  for await (const piece of streamRecording(watched)) {
    samples += piece.length;
    ahead = Math.max(ahead, Math.max(...positions) - 2 * samples);
  }
  expect(samples).toBe(40 * 16_000);
  expect(Math.max(...positions)).toBe(blob.size);
  expect(ahead).toBeLessThan(300_000);
  expect((await loadRecording(watched)).samples).toEqual((await loadRecording(blob)).samples);
});

test('a watched blob reads as the blob itself, in slices of slices and as a stream', async () => {
  const blob = new Blob([Uint8Array.from({ length: 300 }, (_, at) => at)]);
  let furthest = 0;
  const watched = watchReads(blob, (position) => (furthest = position));
  const slice = watched.slice(100, -50).slice(20, 40);
  expect(slice.size).toBe(20);
  expect([...new Uint8Array(await slice.arrayBuffer())]).toEqual([
    ...new Uint8Array(await blob.slice(120, 140).arrayBuffer()),
  ]);
  expect(furthest).toBe(140);
  const chunks: number[] = [];
  for await (const chunk of watched.stream()) chunks.push(...Array.from(chunk as Uint8Array));
  expect(chunks).toHaveLength(300);
  expect(furthest).toBe(300);
});
