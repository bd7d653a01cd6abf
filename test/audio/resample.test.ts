import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resample } from '../../src/audio/resample/resample.js';

const folder = new URL('../fixtures/resampler/', import.meta.url);

type Golden = {
  targetRate: number;
  tolerance: number;
  cases: { rate: number; input: string; output: string }[];
};

const golden = JSON.parse(readFileSync(new URL('resampler.json', folder), 'utf8')) as Golden;

function readFloats(name: string): Float32Array {
  const bytes = readFileSync(new URL(name, folder));
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function largestDifference(one: Float32Array, other: Float32Array): number {
  expect(one).toHaveLength(other.length);
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? NaN))), 0);
}

describe('resample', () => {
  test.each(golden.cases)("equals torchaudio's from $rate Hz", ({ rate, input, output }) => {
    const found = resample(readFloats(input), rate, golden.targetRate);
    expect(largestDifference(found, readFloats(output))).toBeLessThan(golden.tolerance);
  });

  test('is tested at every supported rate', () => {
    const rates = golden.cases.map(({ rate }) => rate).sort((a, b) => a - b);
    expect(rates).toEqual([8_000, 11_025, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000]);
  });

  test('returns the samples themselves if the rates are equal', () => {
    const samples = Float32Array.of(0.1, -0.2);
    expect(resample(samples, 16_000, 16_000)).toBe(samples);
  });

  test('keeps a tone below the cut-off and removes one above', () => {
    const tone = (hertz: number) =>
      Float32Array.from({ length: 48_000 }, (_, at) => Math.sin((2 * Math.PI * hertz * at) / 48e3));
    const level = (samples: Float32Array) => Math.max(...samples.subarray(1_000, -1_000));
    expect(level(resample(tone(1_000), 48_000, 16_000))).toBeCloseTo(1, 2);
    expect(level(resample(tone(10_000), 48_000, 16_000))).toBeLessThan(0.01);
  });

  test('returns ceil(length * to / from) finite samples at any length and rate', () => {
    const rates = fc.integer({ min: 1_000, max: 100_000 });
    fc.assert(
      fc.property(fc.nat(300), rates, fc.constantFrom(8_000, 16_000), (length, from, to) => {
        const output = resample(new Float32Array(length).fill(1), from, to);
        expect(output).toHaveLength(Math.ceil((length * to) / from));
        expect(output.every(Number.isFinite)).toBe(true);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test.each([0, -16_000, NaN, 44_100.5])('refuses a rate of %s', (rate) => {
    expect(() => resample(new Float32Array(8), rate, 16_000)).toThrow(RangeError);
  });
});
