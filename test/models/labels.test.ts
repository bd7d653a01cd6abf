import { expect, test } from 'vitest';
import type { HuggingFaceCheckpoint } from '../../src/checkpoint/index.js';
import { planModel } from '../../src/models/index.js';
import { changedCheckpoint, huggingFace } from './changed-checkpoint.js';
import { withTensors } from './seeded-store.js';

/** A model with one output, of transformers' own head. */
async function oneOutput(
  problemType?: HuggingFaceCheckpoint['config']['problemType'],
): Promise<HuggingFaceCheckpoint> {
  const whole = await huggingFace('wav2vec2-base');
  const [, width = 0] = whole.store.tensors.get('classifier.weight')?.shape ?? [];
  const changes = { 'classifier.weight': [1, width], 'classifier.bias': [1] };
  const labels = ['LABEL_0'];
  return {
    ...whole,
    labels,
    config: { ...whole.config, problemType, labels },
    store: withTensors(whole.store, changes),
  };
}

test('one output without a problem_type is a regression, as in transformers', async () => {
  expect(planModel(await oneOutput())).toMatchObject({ task: 'regression', labels: ['LABEL_0'] });
  expect(planModel(await oneOutput('regression')).task).toBe('regression');
});

test('one output that is said to be a class is refused: its probability is always 1', async () => {
  const checkpoint = await oneOutput('single_label_classification');
  expect(() => planModel(checkpoint)).toThrow(
    /one output \(LABEL_0\), expected at least two classes/,
  );
});

test('a classifier of SpeechBrain with one class is refused', async () => {
  const checkpoint = await changedCheckpoint('speechbrain-ecapa', 'hyperparams.yaml', (text) =>
    text.replace('out_n_neurons: 4', 'out_n_neurons: 1'),
  );
  const one = { ...checkpoint, labels: ['neu'] };
  expect(() => planModel(one)).toThrow(/one output \(neu\), expected at least two classes/);
});

test('two outputs of one name are refused', async () => {
  const checkpoint = await huggingFace('wav2vec2-base');
  const labels = ['a', 'b', 'a', 'c'];
  expect(() => planModel({ ...checkpoint, labels })).toThrow(/Two outputs .* have the name "a"/);
});

test.each([
  ['wav2vec2-base', ['a', 'b'], /has 4 outputs, its files name 2 labels \(a, b\)/],
  ['audeering', ['arousal'], /has 3 outputs, its files name 1 labels \(arousal\)/],
])(
  'labels that are not as many as the rows of the head are refused: %s',
  async (name, labels, message) => {
    const checkpoint = await huggingFace(name);
    expect(() => planModel({ ...checkpoint, labels })).toThrow(
      expect.objectContaining({
        code: 'checkpoint-mismatch',
        message: expect.stringMatching(message) as string,
      }),
    );
  },
);
