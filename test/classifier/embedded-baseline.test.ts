import { join } from 'node:path';
import { expect, test } from 'vitest';
import { classifyFiles, EmotionClassifier } from '../../src/index.js';
import { root } from '../examples/run-example.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

const FILES = ['angry', 'happy', 'neutral', 'sad'].map((emotion) =>
  join(root, `examples/audio/${emotion}-woman.flac`),
);

/** The probability of neutral for the calm clip, among four clips of one voice. */
async function calmness(sameSpeaker: boolean): Promise<number> {
  for await (const { file, result } of classifyFiles(FILES, {
    source: 'wav2emo-base',
    sameSpeaker,
    jobs: 1,
  }))
    if (file === FILES[2] && result && 'probabilities' in result)
      return result.probabilities[0] ?? Number.NaN;
  throw new Error('The calm clip has no result.');
}

test('the default model finds a calm clip calmer beside other clips of its voice', async () => {
  const alone = await calmness(false);
  expect(await calmness(true)).toBeGreaterThan(alone + 0.1);
});

test.each(['wav2emo-base', 'wav2emo-small', 'wav2emo-open'])(
  '%s compares voices',
  async (source) => {
    const model = await EmotionClassifier.fromHparams({ source });
    const baseline = await model.baseline(FILES);
    const result = await model.classifyFile(FILES[2] ?? '', { baseline });
    expect(result.comparedWith).toMatchObject({ head: 'relative', seconds: baseline.seconds });
    await model.dispose();
  },
);
