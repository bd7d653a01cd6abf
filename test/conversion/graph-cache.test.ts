import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cachedBundle } from '../../src/conversion/index.js';
import { checkpointFolder } from '../support/fixtures.js';

let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'wav2emo-graph-cache-'));
});

afterEach(() => rm(cache, { recursive: true, force: true }));

const graphs = () => readdir(join(cache, 'graphs'));

/** The file in which the choice of `auto` is remembered, after one load. */
async function choiceFile(): Promise<string> {
  const [name = ''] = await readdir(join(cache, 'precisions'));
  return join(cache, 'precisions', name);
}

test('auto shares one graph with the precision that it chooses', async () => {
  const source = { folder: checkpointFolder('hubert-large') };
  const exact = await cachedBundle(source, cache);
  // The fixture is too small for int8 to be chosen.
  expect((await cachedBundle(source, cache, { precision: 'auto' })).folder).toBe(exact.folder);
  expect(await graphs()).toHaveLength(1);

  const rounded = await cachedBundle(source, cache, { precision: 'int8' });
  await writeFile(await choiceFile(), '"int8"');
  expect((await cachedBundle(source, cache, { precision: 'auto' })).folder).toBe(rounded.folder);
  expect(await graphs()).toHaveLength(2);
});

test('a model that falls back to fp32 is not tried in int8 again', async () => {
  const source = { folder: checkpointFolder('hubert-base') };
  let conversions = 0;
  const load = () => {
    let before = Infinity;
    // The count of bytes starts anew with each conversion.
    const onProgress = (done: number) => {
      if (done <= before) conversions++;
      before = done;
    };
    return cachedBundle(source, cache, { precision: 'auto', onProgress });
  };
  await cachedBundle(source, cache, { precision: 'auto' });
  await writeFile(await choiceFile(), '"int8"');
  await rm(join(cache, 'graphs'), { recursive: true });
  expect((await load()).manifest.precision).toBe('fp32');
  expect(conversions).toBe(2);
  expect((await load()).manifest.precision).toBe('fp32');
  expect(conversions).toBe(2);
});

test('a damaged choice is made again', async () => {
  const source = { folder: checkpointFolder('wavlm-base') };
  const { folder } = await cachedBundle(source, cache, { precision: 'auto' });
  await writeFile(await choiceFile(), '{"precision"');
  expect((await cachedBundle(source, cache, { precision: 'auto' })).folder).toBe(folder);
});

test('what a killed conversion left behind is removed after a day', async () => {
  const [old, young] = [join(cache, 'graphs', '.old'), join(cache, 'graphs', '.young')];
  await mkdir(old, { recursive: true });
  await mkdir(young);
  const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 3600;
  await utimes(old, twoDaysAgo, twoDaysAgo);
  await cachedBundle({ folder: checkpointFolder('wavlm-base') }, cache);
  const names = await graphs();
  expect(names).toContain('.young');
  expect(names).not.toContain('.old');
});

test('a cache that is a file is an error that names it', async () => {
  const file = join(cache, 'file');
  await writeFile(file, '');
  const bundle = cachedBundle({ folder: checkpointFolder('wavlm-base') }, file);
  await expect(bundle).rejects.toMatchObject({
    name: 'FileError',
    message: `Could not make the folder ${join(file, 'graphs')}: a part of the path is a file, not a folder. Check the path.`,
  });
  expect((await stat(file)).size).toBe(0);
});
