import { describe, expect, test } from 'vitest';
import {
  classifySounds,
  embeddedBundles,
  readExpectedResults,
} from '../support/embedded-results.js';
import { distance } from '../models/golden.js';

const { models, tolerance } = readExpectedResults();
const bundles = await embeddedBundles();
const HINT = 'If the bundle was replaced on purpose: npm run expected-answers.';

test('every embedded model has expected results, and no other model has', () => {
  expect(Object.keys(models).sort(), HINT).toEqual([...bundles].sort());
});

describe.each(bundles)('%s', (model) => {
  test('has the results for the synthesised sounds that it had when it was made', async () => {
    const expected = models[model] ?? {};
    const found = await classifySounds(model);
    expect(Object.keys(found), HINT).toEqual(Object.keys(expected));
    const moved = Object.entries(found).filter(([sound, result]) => {
      const { logits = [], probabilities = [] } = expected[sound] ?? {};
      return !(
        distance(result.logits, logits) <= tolerance.logits &&
        distance(result.probabilities, probabilities) <= tolerance.probabilities
      );
    });
    expect(Object.fromEntries(moved), HINT).toEqual({});
  });

  test('does not return the same label for all sounds', async () => {
    const results = Object.values(await classifySounds(model));
    const labels = results.map(({ logits }) => logits.indexOf(Math.max(...logits)));
    expect(new Set(labels).size).toBeGreaterThan(1);
  });
});
