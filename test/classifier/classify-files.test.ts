import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AudioError,
  type AudioFile,
  classifyFiles,
  EmotionClassifier,
  FileError,
  type ClassifyFilesOptions,
  predictFiles,
} from '../../src/index.js';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

let folder: string;
let paths: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-files-'));
  paths = [1.5, 0.7, 1.1, 0.9].map((seconds) => join(folder, `${seconds}.wav`));
  for (const [at, path] of paths.entries()) await writeFile(path, makeWav(1.5 - 0.2 * at, voice));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function collect(files: Iterable<AudioFile>, options: ClassifyFilesOptions) {
  const outcomes = [];
  for await (const outcome of classifyFiles(files, options)) outcomes.push(outcome);
  return outcomes;
}

describe.each([1, 2])('many recordings, %i at once', (jobs) => {
  test('have the results of classifyFile in their order, as paths, URLs or bytes', async () => {
    const [first = '', second = '', ...rest] = paths;
    const files = [pathToFileURL(first), new Blob([makeWav(1.3, voice)]), ...rest];
    const outcomes = await collect(files, { jobs });
    expect(outcomes.map(({ file }) => file)).toEqual(files);
    await using classifier = await EmotionClassifier.fromHparams();
    for (const [at, path] of [first, second, ...rest].entries()) {
      const [found, expected] = [outcomes[at]?.result, await classifier.classifyFile(path)];
      expect(found?.label).toBe(expected.label);
      // The tuple and the names.
      expect(Object.assign({}, found)).toEqual(Object.assign({}, expected));
    }
  });

  test('fail one by one, with the errors of classifyFile', async () => {
    const text = join(folder, 'text.wav');
    await writeFile(text, 'a text, whatever its name says');
    const nothing = undefined as unknown as string;
    const files = [text, join(folder, 'nowhere.wav'), nothing, new URL('http://host/a.wav')];
    const outcomes = await collect([...files, ...paths], { jobs });
    const errors = outcomes.slice(0, files.length).map(({ error }) => error);
    expect(errors[0]).toBeInstanceOf(AudioError);
    expect(errors[0]).toMatchObject({ name: 'AudioError', code: 'audio-unknown-format' });
    expect(errors[1]).toBeInstanceOf(FileError);
    expect(errors[1]).toMatchObject({ name: 'FileError', code: 'file-not-found' });
    expect(errors.slice(2).map((error) => error instanceof TypeError)).toEqual([true, true]);
    expect(outcomes.filter(({ result }) => result)).toHaveLength(paths.length);
  });

  test('are cancelled by a signal', async () => {
    const controller = new AbortController();
    const long = join(folder, 'long.wav');
    await writeFile(long, makeWav(100, voice));
    const outcomes = classifyFiles([...paths, long], { jobs, signal: controller.signal });
    await outcomes.next();
    controller.abort(new Error('enough'));
    const rest = async () => {
      for await (const { error } of outcomes) expect(error).toBeUndefined();
    };
    await expect(rest()).rejects.toThrow('enough');
  });

  test('are cancelled by leaving the loop', async () => {
    const seen: AudioFile[] = [];
    for await (const { file } of classifyFiles(paths, { jobs })) {
      seen.push(file);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(paths.slice(0, 2));
  });

  test('are predicted by a regression model', async () => {
    const source = checkpointFolder('audeering');
    for await (const { result, error } of predictFiles(paths, { source, jobs })) {
      expect(error).toBeUndefined();
      expect(Object.keys(result?.dimensions ?? {})).toEqual(['arousal', 'dominance', 'valence']);
    }
  });
});

test('without recordings there are no outcomes', async () => {
  expect(await collect([], {})).toEqual([]);
});

test('wrong arguments are refused before anything is computed', async () => {
  await expect(collect(paths, { jobs: 0 })).rejects.toThrow(RangeError);
  await expect(collect('call.wav', {})).rejects.toThrow('Found one path, expected a list');
  await expect(collect(paths, { source: checkpointFolder('audeering') })).rejects.toThrow(
    /predicts arousal, dominance, valence, not classes.*predictFiles/,
  );
  await expect(predictFiles(paths, {}).next()).rejects.toThrow(/is a classifier.*classifyFiles/);
});
