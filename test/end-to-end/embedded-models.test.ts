import { describe, expect, test } from 'vitest';
import { answerSounds, embeddedBundles, readEmbeddedAnswers } from '../support/embedded-answers.js';
import { distance } from '../models/golden.js';

const { models, tolerance } = readEmbeddedAnswers();
const bundles = await embeddedBundles();
const HINT = 'If the bundle was replaced on purpose: npm run expected-answers.';

test('every embedded model has its expected answers, and no other', () => {
  expect(Object.keys(models).sort(), HINT).toEqual([...bundles].sort());
});

describe.each(bundles)('%s', (model) => {
  test('answers the synthesised sounds as it did when it was made', async () => {
    const expected = models[model] ?? {};
    const found = await answerSounds(model);
    expect(Object.keys(found), HINT).toEqual(Object.keys(expected));
    const moved = Object.entries(found).filter(([sound, answer]) => {
      const { logits = [], probabilities = [] } = expected[sound] ?? {};
      return !(
        distance(answer.logits, logits) <= tolerance.logits &&
        distance(answer.probabilities, probabilities) <= tolerance.probabilities
      );
    });
    expect(Object.fromEntries(moved), HINT).toEqual({});
  });

  test('does not answer the same whatever it hears', async () => {
    const answers = Object.values(await answerSounds(model));
    const labels = answers.map(({ logits }) => logits.indexOf(Math.max(...logits)));
    expect(new Set(labels).size).toBeGreaterThan(1);
  });
});
