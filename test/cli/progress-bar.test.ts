import { PassThrough } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { ProgressBar } from '../../src/cli/progress-bar.js';
import { clock } from '../../src/cli/text.js';

function barOn(isTTY: boolean) {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const bar = new ProgressBar({
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    env: {},
  });
  return { bar, written: () => String(stderr.read() ?? '') };
}

describe('ProgressBar', () => {
  test('shows the finished files and the progress of the current one', () => {
    const { bar, written } = barOn(true);
    bar.show('Classify', 1, 4, 'files', `${clock(90)} done`);
    expect(written()).toMatch(/Classify █+░+ 25% 1\/4 1:30 done/);
    bar.around(() => undefined);
    expect(written()).toContain('1:30 done');
    bar.clear();
  });

  test('writes nothing if stderr is not a terminal', () => {
    vi.useFakeTimers();
    const { bar, written } = barOn(false);
    bar.announce('Open the model');
    vi.advanceTimersByTime(5000);
    vi.useRealTimers();
    bar.show('Classify', 1, 4, 'files', '1:30 done');
    bar.clear();
    expect(written()).toBe('');
  });
});

test('a step of unknown length is named after a second, and removed by the next one', () => {
  vi.useFakeTimers();
  const { bar, written } = barOn(true);
  bar.announce('Open the model');
  vi.advanceTimersByTime(900);
  expect(written()).toBe('');
  vi.advanceTimersByTime(200);
  expect(written()).toBe('Open the model …');
  bar.announce('Read the model');
  expect(written()).toBe('\r\u001b[K');
  bar.clear();
  vi.advanceTimersByTime(5000);
  vi.useRealTimers();
  expect(written()).toBe('');
});

test('clock writes durations as people do', () => {
  expect([0, 9.9, 60, 90, 3_599, 3_600, 7_505].map(clock)).toEqual([
    ...['0:00', '0:09', '1:00', '1:30', '59:59', '1:00:00', '2:05:05'],
  ]);
});
