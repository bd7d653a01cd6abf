import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromLine, judgeAlone, toAnswer, toLine } from '../../src/evaluation/run/answer.js';
import { type Classification, EmotionClassifier } from '../../src/index.js';
import { classifyRecording, type LoadedModel } from '../../src/inference/index.js';
import { openModel, prepareBundle } from '../../src/node/index.js';
import { distance, fixture, readGolden } from '../models/golden.js';
import { makeWav, voice } from '../support/make-wav.js';

const SOURCE = fixture('checkpoints/vox-profile-wavlm');
const DIMENSIONS = ['arousal', 'valence', 'dominance'];
const { models, tolerance } = readGolden(fixture('golden-vox-profile.json'));

let classifier: EmotionClassifier;
let model: LoadedModel;

beforeAll(async () => {
  const bundle = await prepareBundle({ source: SOURCE });
  classifier = await EmotionClassifier.open(bundle);
  model = await openModel(bundle);
});

afterAll(async () => {
  await classifier.dispose();
  await model.dispose();
});

const valuesOf = ({ dimensions = {} }: Pick<Classification, 'dimensions'>) =>
  DIMENSIONS.map((id) => dimensions[id] ?? NaN);

test('a result has the probabilities and the dimensions of the reference', async () => {
  const result = await classifier.classifyFile(fixture('audio/high-2.3s.wav'));
  const expected = models['vox-profile-wavlm']?.results['high-2.3s.wav'];
  expect(result.dimensionLabels?.map(({ id }) => id)).toEqual(DIMENSIONS);
  expect(result.dimensionLabels?.map(({ zh }) => zh)).toEqual(['唤醒度', '效价', '支配度']);
  expect(expected?.dimensions).toHaveLength(3);
  expect(distance(valuesOf(result), expected?.dimensions ?? [])).toBeLessThan(tolerance.outputs);
  expect(distance(result.probabilities, expected?.probabilities ?? [])).toBeLessThan(
    tolerance.outputs,
  );
});

test('its JSON has both, rounded to six digits', async () => {
  const result = await classifier.classifyFile(fixture('audio/high-2.3s.wav'));
  const json = JSON.parse(JSON.stringify(result)) as Classification;
  expect(Object.keys(json.probabilities)).toHaveLength(9);
  expect(Object.keys(json.dimensions ?? {})).toEqual(DIMENSIONS);
  const rounded = valuesOf(result).map((value) => Number(value.toFixed(6)));
  expect(valuesOf(json)).toEqual(rounded);
});

test('the dimensions of a long recording are the mean over its windows', async () => {
  const file = new Blob([makeWav(45, voice)]);
  const { result, windows = [] } = await classifyRecording(model, file, { windows: true });
  expect(windows.map(({ length }) => length)).toEqual([22.5 * 16_000, 22.5 * 16_000]);
  const [first, second] = windows.map(({ dimensions }) => [...(dimensions ?? [])]);
  const means = first?.map((value, at) => (value + (second?.[at] ?? NaN)) / 2) ?? [];
  expect(means).toHaveLength(3);
  expect(distance(valuesOf(result as Classification), means)).toBeLessThan(1e-6);
});

test('an evaluation that is resumed judges with the dimensions of its journal', async () => {
  const file = new Blob([await readFile(fixture('audio/mid-1.0s.wav'))]);
  const found = await classifyRecording(model, file, { windows: true });
  const read = JSON.parse(JSON.stringify(toLine(toAnswer(found)))) as ReturnType<typeof toLine>;
  expect(judgeAlone(fromLine(read), model.info)).toEqual(found.result);
});

test('a classifier without such heads has no dimensions', async () => {
  const plain = await EmotionClassifier.fromHparams({
    source: fixture('checkpoints/wav2vec2-base'),
  });
  const result = await plain.classifyFile(fixture('audio/mid-1.0s.wav'));
  await plain.dispose();
  expect('dimensions' in result || 'dimensionLabels' in result).toBe(false);
});
