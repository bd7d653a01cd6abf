import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { convertCheckpoint, EmotionClassifier } from '../../src/index.js';
import { fixtureJson, fixturePath } from '../checkpoint/fixtures.js';

/** SpeechBrain's pooling adds noise of at most 9e-5 to the mean of each dimension. */
const TOLERANCE = 1e-4;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-training-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the converted results of a training compute what SpeechBrain computes', async () => {
  const schema = z.object({ recording: z.string(), probabilities: z.array(z.number()) });
  const expected = await fixtureJson('training-run/expected.json', schema);
  const target = join(folder, 'bundle');
  await convertCheckpoint({ source: { folder: fixturePath('training-run') }, target });
  const model = await EmotionClassifier.fromHparams({ source: target });
  try {
    const found = await model.classifyFile(fixturePath(`audio/${expected.recording}`));
    for (const [at, probability] of expected.probabilities.entries())
      expect(Math.abs((found.probabilities[at] ?? 0) - probability)).toBeLessThan(TOLERANCE);
  } finally {
    await model.dispose();
  }
});
