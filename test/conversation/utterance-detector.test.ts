import { expect, test } from 'vitest';
import {
  type Boundary,
  UtteranceDetector,
} from '../../src/conversation/live/utterance-detector.js';

/** Frames of silence that end an utterance: 0.6 s. */
const SILENCE = 19;

/** Pushes runs of equal probabilities, `[probability, frames]`, and returns all boundaries. */
function boundariesOf(...runs: (readonly [number, number])[]): Boundary[] {
  const detector = new UtteranceDetector(SILENCE);
  const found = runs.flatMap(([probability, frames]) =>
    Array.from({ length: frames }, () => detector.push(probability)),
  );
  return [...found, detector.finish()].filter((each) => each !== undefined);
}

test('an utterance starts before its first frame of speech and ends after its last', () => {
  expect(boundariesOf([0, 20], [0.9, 30], [0, 40])).toEqual([
    { kind: 'start', start: 16 },
    { kind: 'end', start: 16, end: 54, reason: 'silence' },
  ]);
});

test('a pause that is shorter than the silence does not end an utterance', () => {
  expect(boundariesOf([0.9, 20], [0, SILENCE - 1], [0.9, 20], [0, 30])).toEqual([
    { kind: 'start', start: 0 },
    { kind: 'end', start: 0, end: 62, reason: 'silence' },
  ]);
});

test('speech goes on at a probability at which it would not begin', () => {
  expect(boundariesOf([0.4, 100])).toEqual([]);
  expect(boundariesOf([0.9, 10], [0.4, 90], [0, 30])).toEqual([
    { kind: 'start', start: 0 },
    { kind: 'end', start: 0, end: 104, reason: 'silence' },
  ]);
});

test('clicks do not start an utterance, however many there are', () => {
  const clicks = Array.from({ length: 50 }, () => [[0.9, 5] as const, [0, 7] as const]).flat();
  expect(boundariesOf(...clicks)).toEqual([]);
});

test('speech of half an hour becomes utterances of 30 s without a gap', () => {
  const found = boundariesOf([0.9, 1800 * 31]);
  const ends = found.filter((each) => each.kind === 'end');
  expect(ends).toHaveLength(60);
  expect(ends.slice(0, -1).every(({ reason }) => reason === 'length')).toBe(true);
  expect(ends.at(-1)).toMatchObject({ reason: 'session-end', end: 1800 * 31 });
  for (const [at, { start, end }] of ends.entries()) {
    expect(end - start).toBeLessThanOrEqual(937);
    expect(start).toBe(ends[at - 1]?.end ?? 0);
  }
});

test('silence at the border of the longest utterance starts no empty one', () => {
  expect(boundariesOf([0.9, 936], [0, 100])).toEqual([
    { kind: 'start', start: 0 },
    { kind: 'end', start: 0, end: 937, reason: 'length' },
  ]);
});
