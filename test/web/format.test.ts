import { expect, test } from 'vitest';
import {
  formatBytes,
  formatClock,
  formatClockOfDay,
  formatTenths,
  formatDuration,
  formatPercent,
} from '../../web/src/i18n/format.ts';

test.each([
  [0, '0:00'],
  [65, '1:05'],
  [2400, '40:00'],
  [3725, '1:02:05'],
])('%d seconds are written as the clock %s', (seconds, clock) => {
  expect(formatClock(seconds)).toBe(clock);
});

test.each([
  [5.24, '5.2 s'],
  [59.94, '59.9 s'],
  [59.96, '1:00'],
  [2400, '40:00'],
])('a duration of %d seconds is written as %s', (seconds, words) => {
  expect(formatDuration(seconds, (short) => `${short.toFixed(1)} s`)).toBe(words);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [7_300_000, '7.3 MB'],
  [154_000_000, '154 MB'],
])('%d bytes are written as %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});

test('percentages have one digit, and times of day fit into file names', () => {
  expect(formatPercent(0.8314, 'en')).toBe('83.1%');
  expect(formatClockOfDay(new Date(2026, 0, 1, 4, 5, 9))).toBe('04-05-09');
});

test.each([
  [0, '0:00.0'],
  [59.96, '1:00.0'],
  [65.34, '1:05.3'],
  [3600.04, '1:00:00.0'],
])('%d s with tenths are %s', (seconds, text) => {
  expect(formatTenths(seconds)).toBe(text);
});
