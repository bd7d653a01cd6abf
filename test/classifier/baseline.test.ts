import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AudioFile,
  Baseline,
  BaselineError,
  classifyFiles,
  type ClassifyFilesOptions,
  EmotionClassifier,
} from '../../src/index.js';
import { bundleWithHeads } from '../support/heads-bundle.js';
import { makeWav } from '../support/make-wav.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

let folder: string;
let source: string;
let paths: string[];
let classifier: EmotionClassifier;

const CLIPS = ['neutral-woman', 'happy-woman', 'angry-woman', 'sad-woman'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-baseline-'));
  source = await bundleWithHeads(join(folder, 'bundle'));
  paths = CLIPS.map((name) =>
    fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url)),
  );
  classifier = await EmotionClassifier.fromHparams({ source });
});
afterAll(async () => {
  await classifier.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function collect(files: readonly AudioFile[], options: ClassifyFilesOptions) {
  const outcomes = [];
  for await (const outcome of classifyFiles(files, { source, ...options })) outcomes.push(outcome);
  return outcomes;
}

describe('a baseline', () => {
  test('is made of paths, bytes and samples, and survives JSON', async () => {
    const [first = '', second = '', third = ''] = paths;
    const samples = await classifier.loadAudio(third);
    const recordings = [first, await openAsBlob(second), samples];
    const baseline = await classifier.baseline(recordings, { name: 'Anna' });
    expect(baseline).toEqual(await classifier.baseline([first, second, third], { name: 'Anna' }));
    expect(baseline).toMatchObject({ name: 'Anna', recordings: 3 });
    expect(baseline.seconds).toBeGreaterThan(1);
    expect(Baseline.fromJSON(JSON.parse(JSON.stringify(baseline)))).toEqual(baseline);
  });

  test('changes the result, which says what it was compared with', async () => {
    const [first = '', ...rest] = paths;
    const baseline = await classifier.baseline(rest, { name: 'Anna' });
    const alone = await classifier.classifyFile(first);
    const compared = await classifier.classifyFile(first, { baseline });
    expect(alone.comparedWith).toEqual({ head: 'absolute' });
    expect(compared.embedding).toEqual(alone.embedding);
    expect(compared.logits).not.toEqual(alone.logits);
    const { seconds, reliability } = baseline;
    const comparedWith = { head: 'relative', seconds, reliability, speaker: 'Anna' };
    expect(compared.toJSON().comparedWith).toEqual(comparedWith);
    const [batch] = await classifier.classifyBatch(await classifier.loadAudio(first), undefined, {
      baseline,
    });
    expect(batch?.probabilities).toEqual(compared.probabilities);
  });

  test('needs speech: silence and noise are no voice', async () => {
    const silence = new Blob([makeWav(20, () => 0)]);
    await expect(classifier.baseline([silence])).rejects.toMatchObject({
      code: 'baseline-too-short',
      message: expect.stringContaining('Found 0.0 s of speech in 1 recording') as string,
    });
  });

  test('needs a list of recordings, and readable ones', async () => {
    await expect(classifier.baseline(paths[0] ?? '')).rejects.toThrow(TypeError);
    const text = new Blob(['a text']);
    await expect(classifier.baseline([text])).rejects.toMatchObject({ name: 'AudioError' });
  });

  test('is refused by a model without a relative head, which says what to do', async () => {
    await using plain = await EmotionClassifier.fromHparams();
    await expect(plain.baseline(paths)).rejects.toThrow(/cannot compare a recording/);
    const baseline = await classifier.baseline(paths);
    await expect(plain.classifyFile(paths[0] ?? '', { baseline })).rejects.toBeInstanceOf(
      BaselineError,
    );
    const all = collect(paths, { source: 'wav2vec2-mini', baseline });
    await expect(all).rejects.toMatchObject({ code: 'baseline-unsupported' });
  });
});

describe.each([1, 2])('recordings of one speaker, %i at once', (jobs) => {
  test('are each compared with the others, as with a baseline of their windows', async () => {
    const outcomes = await collect(paths, { jobs, sameSpeaker: true });
    expect(outcomes.map(({ file }) => file)).toEqual(paths);
    for (const [at, { result }] of outcomes.entries()) {
      const alone = await classifier.classifyFile(paths[at] ?? '');
      expect(result?.embedding).toEqual(alone.embedding);
      expect(result?.findings).toEqual(expect.any(Array));
      expect(result?.comparedWith).toMatchObject({ head: 'relative' });
      expect(result?.logits).not.toEqual(alone.logits);
    }
    const seconds = outcomes.map(({ result }) =>
      result?.comparedWith?.head === 'relative' ? result.comparedWith.seconds : NaN,
    );
    // The longest recording has the least speech to be compared with.
    expect(Math.min(...seconds)).toBe(seconds[3]);
  });

  test('are grouped by a function; a recording without others is judged alone', async () => {
    const speakerOf = (file: AudioFile) =>
      file === paths[3] ? undefined : file === paths[2] ? 'Ben' : 'Anna';
    const outcomes = await collect(paths, { jobs, sameSpeaker: speakerOf });
    const compared = outcomes.map(({ result }) => result?.comparedWith);
    expect(compared.map((each) => each?.head)).toEqual([
      ...['relative', 'relative', 'absolute', 'absolute'],
    ]);
    expect(compared[0]).toMatchObject({ speaker: 'Anna' });
    for (const at of [2, 3])
      expect(outcomes[at]?.result).toEqual(await classifier.classifyFile(paths[at] ?? ''));
  });

  test('do not depend on a recording that fails', async () => {
    const text = new Blob(['a text']);
    const outcomes = await collect([text, ...paths], { jobs, sameSpeaker: true });
    expect(outcomes[0]?.error).toMatchObject({ code: 'audio-unknown-format' });
    const expected = await collect(paths, { jobs, sameSpeaker: true });
    expect(outcomes.slice(1)).toEqual(expected);
  });
});

test('a baseline and the other recordings of a speaker cannot both be given', async () => {
  const baseline = await classifier.baseline(paths);
  await expect(collect(paths, { baseline, sameSpeaker: true })).rejects.toThrow(TypeError);
});

describe('a prior', () => {
  test('moves the probabilities of a file and of files alike', async () => {
    const [first = ''] = paths;
    const before = await classifier.classifyFile(first);
    const prior = { neutral: 0.94 };
    const after = await classifier.classifyFile(first, { prior });
    const weights = [0.94, 0.02, 0.02, 0.02];
    const raw = Array.from(before.probabilities, (p, at) => p * (weights[at] ?? NaN));
    const sum = raw.reduce((a, b) => a + b, 0);
    for (const [at, value] of raw.entries())
      expect(after.probabilities[at]).toBeCloseTo(value / sum, 5);
    expect(after.logits).toEqual(before.logits);
    const [outcome] = await collect([first], { prior });
    expect(outcome?.result).toEqual(after);
  });

  test('also counts for recordings of one speaker', async () => {
    const prior = { neutral: 1, ang: 0 };
    const outcomes = await collect(paths, { prior, sameSpeaker: true });
    expect(outcomes.map(({ result }) => result?.score)).toEqual([1, 1, 1, 1]);
    expect(outcomes[0]?.result?.comparedWith?.head).toBe('relative');
  });

  test('of an unknown label is refused before anything is computed', async () => {
    await expect(collect(paths, { prior: { joyful: 0.5 } })).rejects.toThrow(
      'Found a prior for joyful, expected a label of the model: neu (neutral), ang (angry)',
    );
  });
});
