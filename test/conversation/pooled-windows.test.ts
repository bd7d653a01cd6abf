import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameStatistics } from '../../src/conversation/emotion/frame-statistics.js';
import { PooledWindows } from '../../src/conversation/emotion/pooled-windows.js';
import { LoadedModel } from '../../src/inference/index.js';
import { nameLabel } from '../../src/labels.js';
import type { Session } from '../../src/runtime/index.js';

const RATE = 16_000;
const HOP = 320;

/** The frames of a graph that computes two numbers and a weight of every 20 ms by themselves. */
function framesOf(samples: Float32Array, isWeighted: boolean): number[][] {
  return Array.from({ length: Math.floor(samples.length / HOP) }, (_, at) => {
    const part = samples.subarray(at * HOP, (at + 1) * HOP);
    const level = part.reduce((sum, sample) => sum + Math.abs(sample), 0) / HOP;
    return [level, part[7] ?? 0, ...(isWeighted ? [0.1 + level] : [])];
  });
}

function poolDirectly(frames: readonly number[][]): number[] {
  const weights = frames.map((frame) => frame[2] ?? 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (value: (frame: number[]) => number) =>
    frames.reduce((sum, frame, at) => sum + value(frame) * (weights[at] ?? 0), 0) / total;
  const means = [0, 1].map((k) => mean((frame) => frame[k] ?? 0));
  const deviations = means.map((centre, k) =>
    Math.sqrt(mean((frame) => ((frame[k] ?? 0) - centre) ** 2)),
  );
  return [...means, ...deviations];
}

/** A platform's session whose graph is {@link framesOf}. */
function openFrames(isWeighted: boolean): Session {
  return {
    device: 'cpu',
    inputs: ['waveform'],
    outputs: ['logits', 'embedding', 'frames'],
    run: ({ waveform }) => {
      const frames = framesOf(waveform?.data as Float32Array, isWeighted);
      const shape = [1, frames.length, isWeighted ? 3 : 2];
      return Promise.resolve({
        logits: { data: Float32Array.of(0, 1), shape: [1, 2] },
        embedding: { data: Float32Array.from(poolDirectly(frames)), shape: [1, 4] },
        frames: { data: Float32Array.from(frames.flat()), shape },
      });
    },
    dispose: () => Promise.resolve(),
  };
}

function openModel(isWeighted: boolean): LoadedModel {
  const info = {
    name: 'frames',
    task: 'classification' as const,
    labels: [nameLabel('neu'), nameLabel('ang')],
    input: { minimumSamples: 400 },
    fingerprint: '0'.repeat(64),
  };
  return new LoadedModel(info, openFrames(isWeighted), () => Promise.reject(new Error('unused')));
}

const sound = Float32Array.from(
  { length: 12 * RATE },
  (_, at) => Math.sin(at * at * 1e-7) * (0.2 + 0.15 * Math.sin(at / 9000)),
);

const piece = (start: number, end: number) => ({
  start,
  end,
  samples: sound.slice(start * RATE, end * RATE),
});

describe.each([false, true])('windows that are pooled from frames, weighted: %s', (isWeighted) => {
  const model = openModel(isWeighted);

  test('are those that are pooled at once from the same frames', async () => {
    const windows = new PooledWindows(model, { windowSeconds: 2.5, stepSeconds: 0.5 });
    await windows.push(piece(0, 6));
    const found = windows.windows([{ start: 0, end: 6 }]);
    expect(found.map(({ start }) => start)).toEqual(
      Array.from({ length: 12 }, (_, at) => expect.closeTo(at / 2, 6) as number),
    );
    // The window of the step from 2 to 2.5 s reaches from 1 to 3.5 s.
    const direct = poolDirectly(framesOf(sound.subarray(RATE, 3.5 * RATE), isWeighted));
    for (const [at, value] of direct.entries())
      expect(found[4]?.embedding[at]).toBeCloseTo(value, 5);
  });

  test('leave out what another speaker says and what is too far away', async () => {
    const windows = new PooledWindows(model, { windowSeconds: 2.5, stepSeconds: 0.5 });
    for (const each of [piece(0, 2), piece(2, 4), piece(8, 9)]) await windows.push(each);
    const own = [
      { start: 0, end: 2 },
      { start: 8, end: 9 },
    ];
    const found = windows.windows(own);
    expect(found.map(({ start }) => start)).toEqual([0, 0.5, 1, 1.5, 8, 8.5]);
    const direct = poolDirectly(framesOf(sound.subarray(8 * RATE, 9 * RATE), isWeighted));
    for (const [at, value] of direct.entries())
      expect(found[4]?.embedding[at]).toBeCloseTo(value, 5);
    expect(windows.windows(own, 2)).toEqual(found.slice(4));
  });
});

test('statistics of two stretches combine into those of both', () => {
  const value = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, value, fc.double({ min: 0.1, max: 1, noNaN: true })), {
        minLength: 1,
      }),
      fc.nat(),
      (frames, cut) => {
        const data = Float32Array.from(frames.flat());
        const parts = [new FrameStatistics(2), new FrameStatistics(2)];
        const whole = new FrameStatistics(2);
        for (const [at, [, , weight]] of frames.entries()) {
          parts[at < cut % frames.length ? 0 : 1]?.addFrame(data, 3 * at, weight);
          whole.addFrame(data, 3 * at, weight);
        }
        for (const part of parts.slice(1)) parts[0]?.add(part);
        const direct = poolDirectly(frames.map((frame) => [...frame]));
        for (const [at, expected] of direct.entries()) {
          expect(parts[0]?.toEmbedding()[at]).toBeCloseTo(expected, 3);
          expect(whole.toEmbedding()[at]).toBeCloseTo(expected, 3);
        }
      },
    ),
    { seed: 8, numRuns: 100 },
  );
});
