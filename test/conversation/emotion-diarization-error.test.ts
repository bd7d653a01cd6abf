import { expect, test } from 'vitest';
import { emotionDiarizationError, fillGaps, joinLabels } from '../../src/conversation/index.js';

test('is the value that the docstring of EDER in SpeechBrain names', () => {
  const found = joinLabels(['n', 'n', 'n', 'a', 'a', 'a'], {
    windowSeconds: 0.2,
    strideSeconds: 0.2,
  });
  const angry = [{ start: 0.39, end: 1.1, label: 'a' }];
  const truth = fillGaps(angry, { durationSeconds: 1.22, label: 'n' });
  expect(emotionDiarizationError(truth, found).rate).toBeCloseTo(0.2704918032786885, 12);
});

test('divides an overlap of windows between two emotions', () => {
  const windows = { windowSeconds: 1, strideSeconds: 0.5 };
  const spans = joinLabels(['n', 'n', 'a', 'a'], windows);
  expect(spans).toEqual([
    { start: 0, end: 1.25, label: 'n' },
    { start: 1.25, end: 2.5, label: 'a' },
  ]);
});

test('counts missed speech, false alarms and confusions apart, related to true speech', () => {
  const truth = [
    { start: 0, end: 4, label: 'neu' },
    { start: 6, end: 10, label: 'ang' },
  ];
  const found = [
    { start: 1, end: 5, label: 'neu' },
    { start: 6, end: 7, label: 'ang' },
    { start: 7, end: 10, label: 'sad' },
  ];
  expect(emotionDiarizationError(truth, found)).toEqual({
    total: 8,
    missed: 1,
    falseAlarm: 1,
    confusion: 3,
    rate: 5 / 8,
  });
  expect(emotionDiarizationError(truth, truth).rate).toBe(0);
});
