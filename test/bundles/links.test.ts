import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { embeddedModels } from '../../src/bundles/embedded-models.js';
import { fingerprintFiles } from '../../src/bundles/index.js';
import { EmotionClassifier, inspectModel, prepareBundle } from '../../src/index.js';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';

const recording = new Blob([makeWav(1, voice)]);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-links-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A folder whose files are links to those of another, as SpeechBrain's `savedir`. */
async function linksTo(original: string): Promise<string> {
  const links = join(folder, 'savedir');
  await mkdir(links);
  for (const name of await readdir(original))
    await symlink(join(original, name), join(links, name));
  return links;
}

/** A folder whose files are links into a cache that names its files by their checksums, as the hub's. */
async function linksToBlobs(original: string): Promise<string> {
  const [links, blobs] = [join(folder, 'model'), join(folder, 'blobs')];
  await mkdir(links);
  await mkdir(blobs);
  for (const [at, name] of (await readdir(original)).entries()) {
    await copyFile(join(original, name), join(blobs, `3fa9${at}`));
    await symlink(`../blobs/3fa9${at}`, join(links, name));
  }
  return links;
}

test.each(['speechbrain-wav2vec2', 'wavlm-base'])(
  'a checkpoint folder made of links is used: %s',
  async (name) => {
    const original = checkpointFolder(name);
    const source = await linksTo(original);
    expect((await inspectModel({ folder: source })).unsupported).toBeUndefined();
    await using linked = await EmotionClassifier.fromHparams({ source });
    await using plain = await EmotionClassifier.fromHparams({ source: original });
    expect(await linked.classifyFile(recording)).toEqual(await plain.classifyFile(recording));
  },
);

test('a bundle folder made of links is used', async () => {
  const { folder: original } = await prepareBundle({ source: checkpointFolder('wavlm-base') });
  const source = await linksToBlobs(original);
  await using linked = await EmotionClassifier.fromHparams({ source });
  await using plain = await EmotionClassifier.fromHparams({ source: original });
  expect(await linked.classifyFile(recording)).toEqual(await plain.classifyFile(recording));
  expect((await inspectModel({ folder: source })).format).toBe('bundle');
});

test('links out of a folder are not followed if its files come from a hub', async () => {
  const links = await linksTo(checkpointFolder('wavlm-base'));
  await expect(inspectModel({ folder: links, links: 'inside' })).rejects.toMatchObject({
    code: 'checkpoint-unsafe',
  });
});

test('an embedded model may be a link to a folder', async () => {
  await mkdir(join(folder, 'store', 'b'), { recursive: true });
  await mkdir(join(folder, 'models'));
  await mkdir(join(folder, 'models', 'a'));
  await symlink('../store/b', join(folder, 'models', 'b'));
  await symlink('../nowhere', join(folder, 'models', 'c'));
  await writeFile(join(folder, 'models', 'README.md'), 'no model');
  const models = await embeddedModels(join(folder, 'models'));
  expect([...models.keys()]).toEqual(['a', 'b']);
});

test('a link that is changed to another file of the same size and time has its own checksum', async () => {
  const [first, second, link] = ['one', 'two', 'link'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(first, 'abc');
  await writeFile(second, 'xyz');
  await utimes(first, 1000, 1000);
  await utimes(second, 1000, 1000);
  const checksum = async () => (await fingerprintFiles(folder, ['link'], join(folder, 'memo')))[0];
  await symlink(first, link);
  const before = await checksum();
  await rm(link);
  await symlink(second, link);
  expect((await checksum())?.sha256).not.toBe(before?.sha256);
});
