import { describe, expect, test } from 'vitest';
import { resolvePrior, softmax } from '../../src/inference/index.js';
import { priorOffsets } from '../../src/inference/heads/prior.js';
import { nameLabel } from '../../src/labels.js';

const labels = ['neu', 'ang', 'hap', 'sad'].map(nameLabel);
const logits = Float32Array.of(1.5, -0.3, 0.2, 2);

describe('a prior', () => {
  test('names labels by their ids or English names; the others share the rest', () => {
    expect(resolvePrior({ neutral: 0.7, ang: 0.1 }, labels)).toEqual([
      0.7,
      0.1,
      expect.closeTo(0.1, 12),
      expect.closeTo(0.1, 12),
    ]);
    expect(resolvePrior({ neu: 0.5, Angry: 0.25, hap: 0.125, sad: 0.125 }, labels)).toEqual([
      0.5, 0.25, 0.125, 0.125,
    ]);
    expect(resolvePrior({}, labels)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  test('multiplies each probability by its share over that of the training', () => {
    const before = softmax(logits, 2);
    const training = [0.4, 0.2, 0.2, 0.2];
    const prior = { neutral: 0.85 };
    const ratios = [0.85 / 0.4, 0.05 / 0.2, 0.05 / 0.2, 0.05 / 0.2];
    const after = softmax(logits, 2, priorOffsets(prior, labels, training));
    const raw = Array.from(before, (p, at) => p * (ratios[at] ?? NaN));
    const sum = raw.reduce((a, b) => a + b, 0);
    for (const [at, value] of raw.entries()) expect(after[at]).toBeCloseTo(value / sum, 6);
  });

  test('as in the training changes no bit', () => {
    const even = { neu: 0.25, ang: 0.25, hap: 0.25, sad: 0.25 };
    expect(softmax(logits, 2, priorOffsets(even, labels))).toEqual(softmax(logits, 2));
  });

  test('of zero excludes a label, even the one with all of the probability', () => {
    const extreme = Float32Array.of(900, 0, -900, 0);
    const after = softmax(extreme, 0.1, priorOffsets({ neu: 0 }, labels));
    expect([...after]).toEqual([0, 0.5, 0, 0.5]);
  });

  test.each([
    [{ fear: 0.3 }, 'Found a prior for fear, expected a label of the model: neu (neutral), ang'],
    [{ neu: 0.3, neutral: 0.2 }, 'names neutral twice'],
    [{ neu: -0.1 }, 'Found the prior -0.1 for neu'],
    [{ neu: NaN }, 'Found the prior NaN for neu'],
    [{ neu: 0.8, ang: 0.8 }, 'sum to 1.6, expected at most 1'],
    [{ neu: 0.1, ang: 0.1, hap: 0.1, sad: 0.1 }, 'sum to 0.4, expected 1'],
  ])('of %j is refused', (prior, problem) => {
    expect(() => resolvePrior(prior, labels)).toThrow(RangeError);
    expect(() => resolvePrior(prior, labels)).toThrow(problem);
  });
});
