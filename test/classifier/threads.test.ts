import { expect, test } from 'vitest';
import { EmotionClassifier } from '../../src/index.js';

const MODELS = ['wav2emo-base', 'wav2emo-small', 'wav2vec2-mini', 'ecapa-mini'];
const CLIPS = ['angry-man', 'happy-woman', 'neutral-woman', 'sad-woman'].map(
  (name) => new URL(`../../examples/audio/${name}.flac`, import.meta.url),
);
/** What another order of rounding may change in a logit. */
const MOST = 1e-5;

test.each(MODELS)('%s has the same results with one thread and with two', async (source) => {
  const logits = async (threads: number) => {
    const classifier = await EmotionClassifier.fromHparams({ source, runOpts: { threads } });
    const results = [];
    for (const clip of CLIPS) results.push((await classifier.classifyFile(clip)).logits);
    await classifier.dispose();
    return results.flatMap((each) => [...each]);
  };
  const [one, two] = [await logits(1), await logits(2)];
  const differences = one.map((value, at) => Math.abs(value - (two[at] ?? NaN)));
  expect(differences.length).toBeGreaterThan(4 * CLIPS.length - 1);
  expect(Math.max(...differences)).toBeLessThan(MOST);
});
