import { describe, expect, test } from 'vitest';
import { FloatBlocks } from '../../src/conversation/emotion/float-blocks.js';
import { findBaseline, judgeWindows } from '../../src/conversation/emotion/judge-windows.js';
import { LoadedModel, type ModelInfo, toResult } from '../../src/inference/index.js';
import { nameLabel } from '../../src/labels.js';
import type { Session } from '../../src/runtime/index.js';
import { seededHeads } from '../support/heads-bundle.js';
import { seededRandom } from '../support/seeded-random.js';

const SIZE = 24;
const IDS = ['neu', 'ang', 'hap', 'sad'];

function openModel(heads: ModelInfo['heads'], task: ModelInfo['task'] = 'classification') {
  const info: ModelInfo = {
    name: 'windows',
    task,
    labels: IDS.map(nameLabel),
    input: { minimumSamples: 400 },
    fingerprint: '0'.repeat(64),
    ...(heads && { heads }),
  };
  const session: Session = {
    device: 'cpu',
    inputs: [],
    outputs: [],
    run: () => Promise.reject(new Error('unused')),
    dispose: () => Promise.resolve(),
  };
  return new LoadedModel(info, session, () => Promise.reject(new Error('unused')));
}

const random = seededRandom(5);
const windows = Array.from({ length: 40 }, (_, at) => ({
  start: at / 2,
  end: at / 2 + 0.5,
  embedding: Float32Array.from({ length: SIZE }, () => 2 * random() - 1),
  logits: Float32Array.from(IDS, () => 4 * random() - 2),
}));

describe('judged windows', () => {
  const heads = seededHeads({ embeddingSize: SIZE });
  const prior = { neu: 0.6, ang: 0.2, hap: 0.1, sad: 0.1 };
  const withHeads = openModel(heads);
  const baseline = findBaseline(withHeads, windows);

  test.each([
    ['with both heads, judged alone', withHeads, {}],
    ['compared with a baseline', withHeads, { baseline }],
    ['compared with a baseline, with a prior', withHeads, { baseline, prior }],
    ['without heads', openModel(undefined), { prior }],
    ['with dimensions', openModel(undefined, 'regression'), {}],
  ])('are bit for bit the results of recordings of one window: %s', (_name, model, judgement) => {
    const expected = windows.map(({ embedding, logits }) => {
      const details = { durationSeconds: 0.5, findings: [] };
      const result = toResult([{ length: 1, embedding, logits }], details, model.info, judgement);
      return 'probabilities' in result ? result.probabilities : result.logits;
    });
    expect(judgeWindows(model, windows, judgement).map(({ values }) => values)).toEqual(expected);
  });

  test('refuse a baseline or a prior that does not belong to the model', () => {
    expect(() => judgeWindows(openModel(undefined), windows, { baseline })).toThrow('baseline');
    const regressor = openModel(undefined, 'regression');
    expect(() => judgeWindows(regressor, windows, { prior })).toThrow('no prior');
  });
});

test('arrays that share blocks are zeros, and do not overlap', () => {
  const blocks = new FloatBlocks();
  const lengths = [3, 40_000, 40_000, 100_000, 5];
  const taken = lengths.map((length) => blocks.take(length));
  for (const [at, array] of taken.entries()) {
    expect(array).toHaveLength(lengths[at] ?? 0);
    expect(array.every((value) => value === 0)).toBe(true);
    array.fill(at + 1);
  }
  for (const [at, array] of taken.entries())
    expect(array.every((value) => value === at + 1)).toBe(true);
});
