import { expect, test } from 'vitest';
import { ChannelPeaks } from '../../src/conversation/index.js';

const piece = (...channels: number[][]) => ({
  sampleRate: 800,
  channels: channels.map((samples) => Float32Array.from(samples)),
});

test('the outline of a short recording has 80 pairs a second, however the pieces are cut', () => {
  const left = [0, 0.5, -0.25, 0, 0, 0, 0, 0, 0, 0, 1, -1];
  const right = left.map((sample) => -sample);
  const whole = new ChannelPeaks();
  whole.push(piece(left, right));
  const cut = new ChannelPeaks();
  for (let at = 0; at < left.length; at += 5)
    cut.push(piece(left.slice(at, at + 5), right.slice(at, at + 5)));
  const found = whole.finish();
  expect(found.pairsPerSecond).toBe(80);
  expect(found.channels.map((pairs) => Array.from(pairs))).toEqual([
    [-32, 64, -127, 127],
    [-63, 32, -127, 127],
  ]);
  expect(cut.finish()).toEqual(found);
});

test('a sound stays in its place if the rate is no multiple of the pairs', () => {
  const peaks = new ChannelPeaks();
  const samples = new Float32Array(11_025 * 240);
  samples[11_025 * 200] = 1;
  peaks.push({ sampleRate: 11_025, channels: [samples] });
  const { pairsPerSecond, channels } = peaks.finish();
  const pairs = Array.from(channels[0] ?? []);
  expect(pairs.findIndex((value) => value === 127) >> 1).toBe(200 * pairsPerSecond);
});

test('an hour has ten pairs a second', () => {
  const peaks = new ChannelPeaks();
  peaks.push({ sampleRate: 100, channels: [new Float32Array(360_000)] });
  expect(peaks.finish().pairsPerSecond).toBe(10);
});

test('a recording of many hours has fewer pairs a second, in the same memory', () => {
  const peaks = new ChannelPeaks();
  const hour = new Float32Array(360_000).fill(0.25);
  for (let hours = 0; hours < 3; hours++) peaks.push({ sampleRate: 100, channels: [hour] });
  const { pairsPerSecond, channels } = peaks.finish();
  expect(pairsPerSecond).toBe(2.5);
  const [pairs = new Int8Array()] = channels;
  expect(pairs.length / 2).toBeCloseTo(3 * 3600 * 2.5, -1);
  expect(Math.max(...pairs)).toBe(32);
});

test('nothing has no outline', () => {
  expect(new ChannelPeaks().finish().channels).toEqual([]);
});
