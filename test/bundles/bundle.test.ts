import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  convertCheckpoint,
  EmotionClassifier,
  inspectModel,
  prepareBundle,
} from '../../src/index.js';
import { readBundle } from '../../src/bundles/index.js';
import { openModel } from '../../src/node/index.js';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';

const source = checkpointFolder('speechbrain-wav2vec2');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-bundle-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A copy of a tiny model's bundle, which the test may damage. */
async function copyOfBundle(): Promise<string> {
  const bundle = await prepareBundle({ source });
  const copy = join(folder, 'bundle');
  await cp(bundle.folder, copy, { recursive: true });
  return copy;
}

async function editManifest(bundle: string, edit: (manifest: Record<string, unknown>) => void) {
  const path = join(bundle, 'model.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  edit(manifest);
  await writeFile(path, JSON.stringify(manifest));
}

test('a bundle returns the results of its checkpoint, bit for bit', async () => {
  const file = new Blob([makeWav(1, voice)]);
  await using direct = await EmotionClassifier.fromHparams({ source });
  await using bundled = await EmotionClassifier.fromHparams({ source: await copyOfBundle() });
  expect(await bundled.classifyFile(file)).toEqual(await direct.classifyFile(file));
});

test('the description states what the model is and where it comes from', async () => {
  const { manifest } = await prepareBundle({ source });
  expect(manifest).toMatchObject({
    format: 'wav2emo-bundle',
    name: 'speechbrain-wav2vec2',
    task: 'classification',
    labels: [
      { id: 'neu', en: 'neutral', zh: '中性' },
      { id: 'ang', en: 'angry', zh: '愤怒' },
      { id: 'hap', en: 'happy', zh: '高兴' },
      { id: 'sad', en: 'sad', zh: '悲伤' },
    ],
    input: { sampleRate: 16_000, minimumSamples: 400 },
    architecture: { type: 'wav2vec2' },
  });
  const names = manifest.provenance.files.map(({ path }) => path);
  expect(names).toEqual(
    expect.arrayContaining(['hyperparams.yaml', 'model.ckpt', 'wav2vec2.ckpt']),
  );
});

test('a checkpoint is converted once; changed content is another model', async () => {
  const copy = join(folder, 'checkpoint');
  await cp(source, copy, { recursive: true });
  let conversions = 0;
  const load = () => {
    let converting = 0;
    const onConvert = () => (converting = 1);
    return prepareBundle({ source: copy, onConvert }).then(({ folder }) => {
      conversions += converting;
      return folder;
    });
  };
  const first = await load();
  expect(await load()).toBe(first);
  expect(conversions).toBe(1);
  const labels = join(copy, 'label_encoder.txt');
  await writeFile(labels, (await readFile(labels, 'utf8')).replace("'ang'", "'anger'"));
  expect(await load()).not.toBe(first);
  expect(conversions).toBe(2);
});

test('a truncated graph of the cache is made again', async () => {
  const copy = join(folder, 'cut');
  await cp(source, copy, { recursive: true });
  const { folder: cached } = await prepareBundle({ source: copy });
  await truncate(join(cached, 'model.onnx.data'), 100);
  await using classifier = await EmotionClassifier.fromHparams({ source: copy });
  expect((await classifier.classifyFile(new Blob([makeWav(1, voice)]))).probabilities).toHaveLength(
    4,
  );
});

test('many at once make one graph and leave nothing behind', async () => {
  const copy = join(folder, 'many');
  await cp(source, copy, { recursive: true });
  const bundles = await Promise.all([1, 2, 3, 4].map(() => prepareBundle({ source: copy })));
  expect(new Set(bundles.map((bundle) => bundle.folder)).size).toBe(1);
  const graphs = await readdir(join(bundles[0]?.folder ?? '', '..'));
  expect(graphs.filter((name) => name.startsWith('.'))).toEqual([]);
});

test.each([
  ['classification', 'wav2vec2-base'],
  ['regression', 'audeering'],
])('a bundle whose labels do not fit its %s graph is refused', async (_task, name) => {
  const bundle = join(folder, 'bundle');
  await cp((await prepareBundle({ source: checkpointFolder(name) })).folder, bundle, {
    recursive: true,
  });
  await editManifest(bundle, (manifest) => {
    manifest['labels'] = [{ id: 'x', en: 'x', zh: 'x' }];
  });
  const model = await openModel(await readBundle(bundle));
  const result = model.classifyBlob(new Blob([makeWav(1, voice)]));
  await expect(result).rejects.toMatchObject({ code: 'checkpoint-mismatch' });
});

test('inspect detects weights that do not have the stated checksum', async () => {
  const bundle = await copyOfBundle();
  const weights = join(bundle, 'model.onnx.data');
  await writeFile(weights, new Uint8Array((await stat(weights)).size));
  await expect(inspectModel({ folder: bundle })).rejects.toThrow(/SHA-256.*model\.onnx\.data/);
});

test("another project's model.json does not make a folder a bundle", async () => {
  const checkpoint = join(folder, 'checkpoint');
  await cp(source, checkpoint, { recursive: true });
  await writeFile(join(checkpoint, 'model.json'), '{"not": "ours"}');
  expect((await inspectModel({ folder: checkpoint })).format).toBe('speechbrain');
});

test('an existing folder is never overwritten by a bundle', async () => {
  await writeFile(join(folder, 'mine.txt'), 'mine');
  const conversion = convertCheckpoint({ source: { folder: source }, target: folder });
  await expect(conversion).rejects.toMatchObject({ code: 'file-exists' });
  expect(await readdir(folder)).toEqual(['mine.txt']);
});

test('a folder is opened even if the address of the hub is invalid', async () => {
  const endpoint = process.env['HF_ENDPOINT'];
  process.env['HF_ENDPOINT'] = 'nonsense';
  try {
    expect((await prepareBundle({ source })).manifest.task).toBe('classification');
  } finally {
    process.env['HF_ENDPOINT'] = endpoint;
  }
});

test.each([
  [
    'not JSON',
    'checkpoint-corrupt',
    (bundle: string) => writeFile(join(bundle, 'model.json'), '{'),
  ],
  [
    'of another version',
    'checkpoint-corrupt',
    (bundle: string) => editManifest(bundle, (manifest) => (manifest['version'] = 99)),
  ],
  [
    'without its weights',
    'file-not-found',
    (bundle: string) => rm(join(bundle, 'model.onnx.data')),
  ],
  [
    'with truncated weights',
    'checkpoint-corrupt',
    (bundle: string) => truncate(join(bundle, 'model.onnx.data'), 10),
  ],
  [
    'that lists files outside its folder',
    'checkpoint-unsafe',
    (bundle: string) =>
      editManifest(bundle, (manifest) => {
        manifest['files'] = [{ path: '../secret', bytes: 1, sha256: '0'.repeat(64) }];
      }),
  ],
  [
    'whose description is enormous',
    'checkpoint-corrupt',
    (bundle: string) => writeFile(join(bundle, 'model.json'), ' '.repeat(2 ** 21)),
  ],
  [
    'whose weights lie outside its folder',
    'checkpoint-corrupt',
    async (bundle: string) => {
      const path = join(bundle, 'model.onnx');
      const graph = await readFile(path, 'latin1');
      // As long as the name that it replaces, so that the message around it stays whole.
      await writeFile(path, graph.replaceAll('model.onnx.data', '../../../secret'), 'latin1');
    },
  ],
])('a bundle %s is refused with an error of its own', async (_what, code, damage) => {
  const bundle = await copyOfBundle();
  await damage(bundle);
  await expect(EmotionClassifier.fromHparams({ source: bundle })).rejects.toMatchObject({ code });
});
