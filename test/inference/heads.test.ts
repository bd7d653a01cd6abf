import { describe, expect, test } from 'vitest';
import { CheckpointError } from '../../src/errors.js';
import { Baseline, checkHeads, judgeAgain, parseHeads } from '../../src/inference/index.js';
import { chooseHead } from '../../src/inference/heads/choose-head.js';
import { relativeInput } from '../../src/inference/heads/relative-input.js';
import { classification, makeBaseline, type ModelInfo } from '../../src/inference/index.js';
import { part, spokenWindow, tinyModel } from './voices.js';

const model = tinyModel();
const text = (changes: object) => JSON.stringify({ ...model.heads, ...changes });
const baselineOf = (seconds: number, anger = 5) =>
  makeBaseline(model, [[part(seconds, anger, 7)]], { name: 'Anna' });

describe('the input of a relative head', () => {
  const head = { population: [1, 2], speakerSeconds: [3, 0] };

  test('lies between the difference from all speakers and that from the baseline', () => {
    // Three seconds against three: half of the way from 1 to 5.
    const input = relativeInput(head, [10, 10], { embedding: [5, 7], seconds: 3 });
    expect([...input]).toEqual([10 - 3, 10 - 7]);
  });

  test('approaches the difference from the baseline with more speech', () => {
    const input = relativeInput(head, [10, 10], { embedding: [5, 7], seconds: 3e6 });
    expect(input[0]).toBeCloseTo(5, 4);
  });
});

describe('the head that answers', () => {
  const run = spokenWindow([6, 0], [3, 4]);

  test('is the absolute one without a baseline, and the result says so', () => {
    const { logits, comparedWith } = chooseHead(model);
    expect(comparedWith).toEqual({ head: 'absolute' });
    expect([...logits(run)]).toEqual([3.1, 11.8].map(Math.fround));
  });

  test('is the relative one with a baseline of at least a second', () => {
    const { logits, comparedWith, calibration } = chooseHead(model, baselineOf(3));
    expect(comparedWith).toMatchObject({ head: 'relative', seconds: 3, speaker: 'Anna' });
    // 6 − (1 + 3 / 6 · (5 − 1)) = 3
    expect([...logits(run)]).toEqual([-5, 6]);
    expect(calibration).toEqual({ temperature: 2, uncertainBelow: 0.6 });
  });

  test('is the absolute one if the baseline has less than a second', () => {
    const short = Baseline.fromJSON({ ...baselineOf(3).toJSON(), seconds: 0.99 });
    expect(chooseHead(model, short).comparedWith).toEqual({ head: 'absolute' });
  });

  test("is the graph's last layer if the model has no other absolute head", () => {
    const relativeOnly = tinyModel({ absolute: undefined });
    const found = chooseHead({ ...relativeOnly, calibration: { temperature: 3 } });
    expect([...found.logits(run)]).toEqual([3, 4]);
    expect(found.calibration).toEqual({ temperature: 3 });
    expect(found.comparedWith).toEqual({ head: 'absolute' });
  });

  test('is not named for a model with one head', () => {
    expect(chooseHead({ ...model, heads: undefined }).comparedWith).toBeUndefined();
  });

  test('is refused for the baseline of other weights, and for a model without a relative head', () => {
    const other: ModelInfo = { ...model, name: 'other', fingerprint: 'b'.repeat(64) };
    expect(() => chooseHead(other, baselineOf(3))).toThrow(
      /made with tiny, and the recording is classified with other/,
    );
    const plain: ModelInfo = { ...model, heads: undefined };
    expect(() => chooseHead(plain, baselineOf(3))).toThrow(/has no relative head/);
    const newer: ModelInfo = { ...model, fingerprint: 'b'.repeat(64) };
    expect(() => chooseHead(newer, baselineOf(3))).toThrow(/made with another version of tiny/);
  });
});

test('a recording that is judged again has the findings of the head that answers', () => {
  const windows = [spokenWindow([1.2, 0])];
  const details = {
    ...{ logits: Float32Array.of(0, 0), embedding: Float32Array.of(1.2, 0), durationSeconds: 1 },
    findings: [
      { code: 'clipped', value: 0.5 },
      { code: 'uncertain', value: 0.51 },
    ] as const,
  };
  const result = classification(Float32Array.of(0.49, 0.51), model.labels, details);
  const sure = judgeAgain({ result, windows }, model, { baseline: baselineOf(10, 5) });
  expect(sure.findings).toEqual([{ code: 'clipped', value: 0.5 }]);
  // 1.2 − (1 + 10 / 13 · 0.1) = 0.123077: the two logits are 0.754 and 0.246.
  const unsure = judgeAgain({ result, windows }, model, { baseline: baselineOf(10, 1.1) });
  expect(unsure.findings[0]).toEqual({ code: 'clipped', value: 0.5 });
  expect(unsure.findings[1]).toMatchObject({ code: 'uncertain' });
  expect(unsure.findings[1]?.value).toBeCloseTo(1 / (1 + Math.exp(-(1 - 4 * 0.123077) / 2)), 5);
});

describe('heads.json', () => {
  const owner = {
    name: 'tiny',
    task: 'classification',
    embeddingSize: 2,
    labels: ['a', 'b'],
  } as const;

  test('is read with fields that a later version may add', () => {
    expect(parseHeads(text({ later: 1 }), 'heads.json')).toEqual(model.heads);
  });

  test.each([
    ['not json', '{', 'is not JSON'],
    ['another format', text({ format: 'x' }), 'format'],
    ['a later version', text({ version: 2 }), 'version'],
    ['no head', text({ absolute: undefined, relative: undefined }), 'neither'],
    ['one label', text({ labels: ['neu'] }), 'labels'],
    ['a label twice', text({ labels: ['neu', 'neu'] }), 'names a label twice'],
    ['too many labels', text({ labels: ['neu', 'ang', 'sad'] }), 'has 2 rows, expected 3'],
    ['not a finite number', text({}).replace('0.25', '1e999'), 'weight'],
    ['a prior of another size', text({ trainingPrior: [0.5, 0.3, 0.2] }), 'trainingPrior has 3'],
    ['a prior that sums to 1.2', text({ trainingPrior: [0.6, 0.6] }), 'sums to 1.2'],
    ['a temperature of 0', text({}).replace('"temperature":2', '"temperature":0'), 'temperature'],
    [
      'a row of another size',
      text({}).replace('[2,0.25]', '[2]'),
      'a row of absolute.weight has 1 numbers, expected 2',
    ],
    ['a negative time', text({}).replace('[3,0]', '[-3,0]'), 'speakerSeconds'],
    ['a mean of another size', text({}).replace('[1,2]', '[1,2,3]'), 'population has 3'],
  ])('is refused with %s', (_name, content, problem) => {
    const parse = () => parseHeads(content, 'some/heads.json');
    expect(parse).toThrow(CheckpointError);
    expect(parse).toThrow('some/heads.json');
    expect(parse).toThrow(problem);
  });

  test('must fit the model that it stands beside', () => {
    const heads = parseHeads(text({}), 'heads.json');
    expect(() => {
      checkHeads(heads, owner, 'heads.json');
    }).not.toThrow();
    expect(() => {
      checkHeads(heads, { ...owner, embeddingSize: 768 }, 'heads.json');
    }).toThrow('embeddings of 2 numbers, and the model computes 768');
    expect(() => {
      checkHeads(heads, { ...owner, task: 'regression' }, 'heads.json');
    }).toThrow('predicts dimensions');
  });

  test("may have other labels than the graph only if it replaces the graph's logits", () => {
    const heads = parseHeads(text({ absolute: undefined }), 'heads.json');
    expect(() => {
      checkHeads(heads, owner, 'heads.json');
    }).toThrow('found neu, ang, expected a, b');
    expect(() => {
      checkHeads(heads, { ...owner, labels: ['neu', 'ang'] }, 'heads.json');
    }).not.toThrow();
  });
});
