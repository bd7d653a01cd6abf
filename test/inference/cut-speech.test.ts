import { expect, test } from 'vitest';
import { cutSpeech } from '../../src/inference/baseline/cut-speech.js';

/** Frames of 32 ms, from stretches of seconds: speech if positive, silence if negative. */
const frames = (...seconds: number[]) =>
  seconds.flatMap((length) =>
    Array.from({ length: Math.round(Math.abs(length) / 0.032) }, () => length > 0),
  );

const inSeconds = (cuts: ReturnType<typeof cutSpeech>) =>
  cuts.map(({ start, end, speech }) => [start, end, speech].map((x) => Math.round(x * 0.32) / 10));

test('a short recording is one part, silence included', () => {
  expect(inSeconds(cutSpeech(frames(-1, 4, -2)))).toEqual([[0, 7, 4]]);
  expect(cutSpeech([])).toEqual([{ start: 0, end: 0, speech: 0 }]);
});

test('a long one is cut at the first pause after five seconds of speech', () => {
  const found = inSeconds(cutSpeech(frames(3, -0.5, 3, -1, 4, -0.5, 2)));
  expect(found).toEqual([
    [0, 6.7, 6],
    [7.3, 14, 6],
  ]);
});

test('silence between the parts is left out, but for a margin', () => {
  expect(inSeconds(cutSpeech(frames(-4, 6, -10, 5)))).toEqual([
    [3.8, 10.2, 6],
    [19.8, 25, 5],
  ]);
});

test('speech without a pause is cut every ten seconds', () => {
  const found = cutSpeech(frames(25));
  expect(found.map(({ speech }) => Math.round(speech * 0.032))).toEqual([10, 10, 5]);
});

test('a short rest joins the part before it if the two are not too long', () => {
  expect(inSeconds(cutSpeech(frames(6, -0.5, 1)))).toEqual([[0, 7.5, 7]]);
  expect(cutSpeech(frames(6, -5, 1))).toHaveLength(2);
});

test('no part comes from silence', () => {
  expect(cutSpeech(frames(-20))).toEqual([]);
});

test('every frame of speech belongs to one part', () => {
  const isSpeech = Array.from({ length: 900 }, (_, at) => Math.sin(at * at) > -0.3);
  const total = cutSpeech(isSpeech).reduce((sum, { speech }) => sum + speech, 0);
  expect(total).toBe(isSpeech.filter(Boolean).length);
});
