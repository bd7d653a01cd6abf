import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  EmotionClassifier,
  EmotionRegressor,
  foreignClass,
  openEmotionModel,
} from '../../src/index.js';
import { loadRecording } from '../../src/audio/node.js';
import { openModel, prepareBundle } from '../../src/node/index.js';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';

const wave = (seconds: number, shift = 0) =>
  Float32Array.from({ length: Math.round(seconds * 16_000) }, (_, at) =>
    voice(at / 16_000 + shift),
  );

let classifier: EmotionClassifier;
let folder: string;

beforeAll(async () => {
  classifier = await EmotionClassifier.fromHparams();
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-classifier-'));
});

afterAll(async () => {
  await classifier.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('classifyFile', () => {
  test('returns a result as the Python tuple and by name', async () => {
    const path = join(folder, 'voice.wav');
    await writeFile(path, makeWav(1.2, voice));
    const result = await classifier.classifyFile(path);
    const [outProb, score, index, textLab] = result;
    expect(outProb).toBe(result.probabilities);
    expect([score, index, textLab]).toEqual([result.score, result.index, result.label]);
    expect(outProb).toHaveLength(4);
    expect(result.labels[index]?.id).toBe(textLab);
    expect(result.logits).toHaveLength(4);
    expect(result.embedding).toHaveLength(classifier.manifest.architecture.embeddingSize);
    expect(result.durationSeconds).toBeCloseTo(1.2, 6);
    // The findings may contain `uncertain`: the voice is synthetic.
    expect(result.findings.filter(({ code }) => code !== 'uncertain')).toEqual([]);
  });

  test('a path, a file URL and bytes are the same recording', async () => {
    const path = join(folder, 'same.wav');
    await writeFile(path, makeWav(1, voice));
    const byPath = await classifier.classifyFile(path);
    expect(await classifier.classifyFile(pathToFileURL(path))).toEqual(byPath);
    expect(await classifier.classifyFile(new Blob([makeWav(1, voice)]))).toEqual(byPath);
  });

  test('findings about a recording are part of the result', async () => {
    const loud = await classifier.classifyFile(new Blob([makeWav(0.4, (t) => 30 * voice(t))]));
    expect(loud.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['clipped', 'short']),
    );
    const silent = await classifier.classifyFile(new Blob([makeWav(1, () => 0)]));
    expect(silent.findings.map(({ code }) => code)).toContain('silent');
    expect([...silent.probabilities].every(Number.isFinite)).toBe(true);
  });

  test('a recording too short for a frame, a folder and a missing file are errors', async () => {
    const short = new Blob([makeWav(0.02, voice)]);
    await expect(classifier.classifyFile(short)).rejects.toMatchObject({ code: 'audio-too-short' });
    await expect(classifier.classifyFile(folder)).rejects.toMatchObject({ code: 'file-is-folder' });
    const missing = join(folder, 'none.wav');
    await expect(classifier.classifyFile(missing)).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });

  test('beyond 30 s the result is the mean of windows, weighted by their duration', async () => {
    const long = wave(75);
    const [whole] = await classifier.classifyBatch(long);
    const borders = [0, 30, 52.5, 75].map((seconds) => seconds * 16_000);
    const parts = [1, 2, 3].map((at) => long.slice(borders[at - 1], borders[at]));
    const windows = await classifier.classifyBatch(parts);
    for (const at of [0, 1, 2, 3]) {
      const mean = windows.reduce(
        (sum, { probabilities, durationSeconds }) =>
          sum + ((probabilities[at] ?? 0) * durationSeconds) / 75,
        0,
      );
      expect(whole?.probabilities[at]).toBeCloseTo(mean, 6);
    }
  });

  test('a long file has the result of its samples, and progress is reported', async () => {
    const file = new Blob([makeWav(75, voice, 8_000)]);
    const reported: number[] = [];
    const onProgress = (seconds: number) => reported.push(seconds);
    const streamed = await classifier.classifyFile(file, { onProgress });
    const recording = await loadRecording(file);
    const model = await openModel(await prepareBundle());
    expect(streamed).toEqual(await model.classifyRecording(recording));
    await model.dispose();
    expect(streamed.findings.map(({ code }) => code)).toEqual(['band-limited']);
    expect(reported).toEqual([30, 52.5, 75]);
  });

  test('a truncated file has a result for the part that can be read', async () => {
    const bytes = makeWav(80, voice);
    const cut = await classifier.classifyFile(new Blob([bytes.slice(0, 44 + 2 * 16_000 * 65)]));
    expect(cut.durationSeconds).toBe(65);
    expect(cut.findings).toEqual([{ code: 'damaged', value: 1 }]);
  });

  test('a signal stops a long file between two windows', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const classifying = classifier.classifyFile(new Blob([makeWav(200, voice)]), {
      signal: controller.signal,
      onProgress: () => {
        controller.abort(reason);
      },
    });
    await expect(classifying).rejects.toBe(reason);
  });
});

describe('batches', () => {
  const batch = [wave(0.7), wave(1.9, 3), wave(1.1, 7), wave(0.7, 9), wave(3.3, 1)];

  test('have bit for bit the results of single utterances, in any order and size', async () => {
    const single = [];
    for (const samples of batch) single.push(...(await classifier.classifyBatch(samples)));
    const together = await classifier.classifyBatch(batch);
    const backwards = await classifier.classifyBatch([...batch].reverse());
    expect(together).toEqual(single);
    expect(backwards.reverse()).toEqual(single);
  });

  test('have the same results when they are classified concurrently and again', async () => {
    const [first, second, third] = await Promise.all([
      classifier.classifyBatch(batch),
      classifier.classifyBatch(batch),
      classifier.classifyBatch([...batch].reverse()),
    ]);
    expect(second).toEqual(first);
    expect(third.reverse()).toEqual(first);
  });

  test('padding that wavLens excludes does not affect the result', async () => {
    const padded = new Float32Array(32_000);
    padded.set(wave(1));
    const [alone] = await classifier.classifyBatch(wave(1));
    const [unpadded] = await classifier.classifyBatch([padded], [0.5]);
    expect(unpadded).toEqual(alone);
  });

  test('wavLens that do not fit are an error that names them', async () => {
    await expect(classifier.classifyBatch([wave(1)], [0.5, 1])).rejects.toThrow(RangeError);
    await expect(classifier.classifyBatch([wave(1)], [1.5])).rejects.toThrow(/1\.5/);
  });

  test('anything but a Float32Array is a TypeError that says so', async () => {
    const wrong = [0.1, 0.2] as unknown as Float32Array;
    await expect(classifier.classifyBatch(wrong)).rejects.toThrow(/expected samples \[time\]/);
    await expect(classifier.classifyFile(3 as unknown as string)).rejects.toThrow(TypeError);
  });

  test('encodeBatch returns the embeddings of the same computation', async () => {
    const [result] = await classifier.classifyBatch(wave(1));
    const [embedding] = await classifier.encodeBatch(wave(1));
    expect(embedding).toEqual(result?.embedding);
  });

  test('classifyBatch accepts the samples of loadAudio', async () => {
    const file = new Blob([makeWav(1, voice, 44_100)]);
    const samples = await classifier.loadAudio(file);
    expect(samples).toHaveLength(16_000);
    const [viaBatch] = await classifier.classifyBatch(samples);
    expect((await classifier.classifyFile(file)).probabilities).toEqual(viaBatch?.probabilities);
  });
});

describe('loading', () => {
  test('a signal that is aborted stops loading and classifying', async () => {
    const signal = AbortSignal.abort();
    const file = new Blob([makeWav(1, voice)]);
    const loading = EmotionClassifier.fromHparams({ signal });
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    const classifying = classifier.classifyFile(file, { signal });
    await expect(classifying).rejects.toMatchObject({ name: 'AbortError' });
  });

  test("SpeechBrain's snippet works and its Python file is never read", async () => {
    const foreign = await foreignClass({
      source: checkpointFolder('speechbrain-wav2vec2'),
      pymoduleFile: 'custom_interface.py',
      classname: 'CustomEncoderWav2vec2Classifier',
    });
    const [outProb] = await foreign.classifyFile(new Blob([makeWav(1, voice)]));
    expect(outProb).toHaveLength(4);
    await foreign.dispose();
  });

  test('a regression model returns its dimensions and cannot be opened as a classifier', async () => {
    const source = checkpointFolder('audeering');
    await expect(EmotionClassifier.fromHparams({ source })).rejects.toThrow(/EmotionRegressor/);
    await expect(EmotionRegressor.fromHparams({})).rejects.toThrow(/EmotionClassifier/);
    await using model = await openEmotionModel({ source });
    if (!(model instanceof EmotionRegressor)) throw new TypeError('expected a regression model');
    const result = await model.predictFile(new Blob([makeWav(1, voice)]));
    expect(Object.keys(result.dimensions)).toEqual(['arousal', 'dominance', 'valence']);
  });

  test('one thread computes the same results as many', async () => {
    await using single = await EmotionClassifier.fromHparams({ runOpts: { threads: 1 } });
    const [alone] = await single.classifyBatch(wave(2));
    const [many] = await classifier.classifyBatch(wave(2));
    for (const [at, probability] of (alone?.probabilities ?? []).entries())
      expect(many?.probabilities[at]).toBeCloseTo(probability, 5);
  });
});
