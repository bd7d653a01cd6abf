import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { streamRecording } from '../../src/audio/node.js';
import { SampleQueue } from '../../src/audio/resample/sample-queue.js';
import { cutIntoWindows, weightedMean } from '../../src/inference/windows.js';
import { makeWav, voice } from '../support/make-wav.js';

const SECOND = 16_000;

/** Samples that are numbered, so that each window shows its position, in pieces of these lengths. */
async function* countOn(lengths: readonly number[]) {
  let at = 0;
  for (const length of lengths) {
    const start = at;
    at += length;
    yield await Promise.resolve(Float32Array.from({ length }, (_, k) => start + k));
  }
  return 'the end';
}

async function windowsOf(lengths: readonly number[]) {
  const windows: Float32Array[] = [];
  const stream = cutIntoWindows(countOn(lengths));
  for (;;) {
    const next = await stream.next();
    if (next.done) return { windows, details: next.value };
    windows.push(next.value.slice());
  }
}

const secondsOf = async (lengths: readonly number[]) =>
  (await windowsOf(lengths)).windows.map((window) => window.length / SECOND);

describe('cutIntoWindows', () => {
  test.each([
    [0.5, [0.5]],
    [30, [30]],
    [31, [15.5, 15.5]],
    [60, [30, 30]],
    [63, [30, 16.5, 16.5]],
    [90, [30, 30, 30]],
    [100, [30, 30, 20, 20]],
  ])('cuts %d s into windows of %j s', async (seconds, expected) => {
    expect(await secondsOf([seconds * SECOND])).toEqual(expected);
  });

  test('is the same for pieces of any length, and leaves no sample out', async () => {
    const piece = fc.integer({ min: 1, max: 40 * SECOND });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (lengths) => {
        const { windows, details } = await windowsOf(lengths);
        const total = lengths.reduce((sum, length) => sum + length, 0);
        expect(details).toBe('the end');
        expect(windows.map(({ length }) => length)).toEqual(
          (await windowsOf([total])).windows.map(({ length }) => length),
        );
        let at = 0;
        for (const window of windows) {
          expect([window[0], window.at(-1)]).toEqual([at, at + window.length - 1]);
          at += window.length;
        }
        expect(at).toBe(total);
      }),
      { seed: 2, numRuns: 30 },
    );
  });

  test('holds a minute and a piece at most, for recordings of any length', async () => {
    const part = makeWav(10, voice);
    new DataView(part.buffer).setUint32(40, 0xffffffff, true);
    const samples = new Blob([part.slice(44)]);
    const blob = new Blob([part.slice(0, 44), ...new Array<Blob>(60).fill(samples)]);
    const pieces = streamRecording(blob);
    let taken = 0;
    let given = 0;
    let most = 0;
    const windows = cutIntoWindows({
      next: async () => {
        const next = await pieces.next();
        taken += next.done ? 0 : next.value.length;
        most = Math.max(most, taken - given);
        return next;
      },
    });
    for (let next = await windows.next(); !next.done; next = await windows.next()) {
      given += next.value.length;
    }
    expect(given).toBe(600 * SECOND);
    expect(most).toBeLessThan(70 * SECOND);
  });

  test('leaves a window as it is while the next one is made', async () => {
    const windows = cutIntoWindows(countOn([100 * SECOND, 100 * SECOND, 100 * SECOND]));
    let last: Float32Array | undefined;
    let at = 0;
    for (let next = await windows.next(); !next.done; next = await windows.next()) {
      if (last) expect([last[0], last.at(-1)]).toEqual([at - last.length, at - 1]);
      at += next.value.length;
      last = next.value;
    }
    expect(at).toBe(300 * SECOND);
  });

  test('closes its source if the consumer stops, and rethrows the error of the source', async () => {
    let isEnded = false;
    const endless = async function* () {
      try {
        for (;;) yield await Promise.resolve(new Float32Array(70 * SECOND));
      } finally {
        isEnded = true;
      }
    };
    const windows = cutIntoWindows(endless());
    expect((await windows.next()).done).toBe(false);
    await windows.return?.();
    expect(isEnded).toBe(true);
    const broken = cutIntoWindows({ next: () => Promise.reject(new Error('the disk is gone')) });
    await expect(broken.next()).rejects.toThrow('the disk is gone');
  });
});

describe('SampleQueue', () => {
  test('refuses to return more samples than it has', () => {
    const queue = new SampleQueue();
    queue.push(Float32Array.of(1, 2));
    expect(() => queue.take(3)).toThrow(RangeError);
  });
});

describe('weightedMean', () => {
  test('weights by length and returns a single output unchanged', () => {
    const one = Float32Array.of(1, 0);
    expect(weightedMean([one], [7])).toBe(one);
    expect(weightedMean([one, Float32Array.of(0, 1)], [3, 1])).toEqual(Float32Array.of(0.75, 0.25));
  });
});
