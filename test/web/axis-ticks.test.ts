import { expect, test } from 'vitest';
import { frequencyTicks, timeTicks } from '../../web/src/result/axis-ticks.ts';

test('the times of a recording are round, few and inside it', () => {
  const values = (seconds: number) => timeTicks(seconds).map(({ value }) => value);
  expect(values(3.4)).toEqual([0, 1, 2, 3]);
  expect(values(2)).toEqual([0, 0.5, 1, 1.5, 2]);
  expect(values(75)).toEqual([0, 15, 30, 45, 60, 75]);
  for (const seconds of [0.05, 0.6, 1, 59.9, 60, 3599, 86_400, 1_000_000]) {
    const ticks = timeTicks(seconds);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks.every(({ at }) => at >= 0 && at <= 1)).toBe(true);
  }
});

test('a time has its place by its share of the duration, and no duration has none', () => {
  expect(timeTicks(4).at(1)).toEqual({ value: 1, at: 0.25 });
  expect([0, -1, Number.NaN].map(timeTicks)).toEqual([[], [], []]);
});

test('frequencies go from the top to the bottom by the mel scale', () => {
  const ticks = frequencyTicks();
  expect(ticks.at(0)).toEqual({ value: 8000, at: 0 });
  expect(ticks.at(-1)).toEqual({ value: 0, at: 1 });
  // 1000 Hz are 1000 mel, 8000 Hz are 2840 mel.
  expect(ticks.find(({ value }) => value === 1000)?.at).toBeCloseTo(1 - 1000 / 2840, 3);
});
