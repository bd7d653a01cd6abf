import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type BlobFolder, memoryFolder } from '../../src/checkpoint/files/blob-folder.js';
import { openCheckpoint } from '../../src/checkpoint/open-checkpoint.js';
import { openFolder } from '../../src/checkpoint/files/open-folder.js';
import { fixtureBlob, fixturePath } from './fixtures.js';

const names = await readdir(fixturePath('checkpoints'));

/** A fixture's folder in memory with files changed, added or (undefined) removed. */
async function changed(
  name: string,
  changes: Readonly<Record<string, string | Blob | undefined>>,
): Promise<BlobFolder> {
  const files = new Map<string, Blob>();
  for (const file of await readdir(fixturePath(`checkpoints/${name}`))) {
    files.set(file, await fixtureBlob(`checkpoints/${name}/${file}`));
  }
  for (const [file, content] of Object.entries(changes)) {
    if (content === undefined) files.delete(file);
    else files.set(file, new Blob([content]));
  }
  return memoryFolder(name, Object.fromEntries(files));
}

describe('openCheckpoint opens every published layout', () => {
  test.each(names)('%s', async (name) => {
    const checkpoint = await openCheckpoint(await openFolder(fixturePath(`checkpoints/${name}`)));
    const stores =
      checkpoint.format === 'speechbrain' ? [...checkpoint.stores.values()] : [checkpoint.store];
    for (const store of stores) {
      for (const [tensor, { shape }] of store.tensors) {
        const values = await store.read(tensor);
        expect(values.length).toBe(shape.reduce((product, size) => product * size, 1));
        expect(values.every(Number.isFinite)).toBe(true);
      }
    }
    const formats = { speechbrain: 'speechbrain', emotion2vec: 'funasr', 'sense-voice': 'funasr' };
    const known = Object.entries(formats).find(([start]) => name.startsWith(start));
    expect(checkpoint.format).toBe(known?.[1] ?? 'huggingface');
    expect(checkpoint.labels.length).toBeGreaterThan(2);
    expect(checkpoint.files.every(({ bytes }) => bytes > 0)).toBe(true);
  });
});

describe('openCheckpoint on SpeechBrain folders', () => {
  test('returns settings, stores by key and labels', async () => {
    const checkpoint = await openCheckpoint(await changed('speechbrain-wav2vec2', {}));
    if (checkpoint.format !== 'speechbrain') throw new Error('expected a SpeechBrain checkpoint');
    expect([...checkpoint.stores.keys()]).toEqual(['wav2vec2', 'model']);
    expect(checkpoint.stores.get('model')?.tensors.get('0.w.weight')).toEqual({
      name: '0.w.weight',
      dtype: 'float32',
      shape: [4, 24],
    });
    expect(checkpoint.hparams['out_n_neurons']).toBe(4);
    expect(checkpoint.labels).toEqual(['neu', 'ang', 'hap', 'sad']);
    expect(checkpoint.config?.hiddenSize).toBe(24);
    expect(checkpoint.files.map(({ path }) => path)).toEqual([
      'hyperparams.yaml',
      'wav2vec2.ckpt',
      'model.ckpt',
      'label_encoder.txt',
      'config.json',
    ]);
  });

  test('ignores a config.json that names only an interface', async () => {
    const config = '{"speechbrain_interface": "EncoderClassifier"}';
    const checkpoint = await openCheckpoint(
      await changed('speechbrain-ecapa', { 'config.json': config }),
    );
    expect(checkpoint).not.toHaveProperty('config');
  });

  test('opens <key>.ckpt if the pretrainer has no paths', async () => {
    const folder = await changed('speechbrain-ecapa', {});
    const text = await (await folder.open('hyperparams.yaml')).text();
    const checkpoint = await openCheckpoint(
      await changed('speechbrain-ecapa', {
        'hyperparams.yaml': text.replace(/ {4}paths:[^]*/, ''),
      }),
    );
    expect(checkpoint.labels).toEqual(['neu', 'ang', 'hap', 'sad']);
  });

  test('reads another file of settings', async () => {
    const folder = await changed('speechbrain-ecapa', {});
    const text = await (await folder.open('hyperparams.yaml')).text();
    const renamed = await changed('speechbrain-ecapa', {
      'hyperparams.yaml': undefined,
      'inference.yaml': text,
    });
    const checkpoint = await openCheckpoint(renamed, { hparamsFile: 'inference.yaml' });
    expect(checkpoint.format).toBe('speechbrain');
    await expect(openCheckpoint(renamed, { hparamsFile: 'x.yaml' })).rejects.toThrow(
      /expected x\.yaml/,
    );
  });

  test.each([
    [
      'without weights',
      { 'wav2vec2.ckpt': undefined },
      'checkpoint-incomplete',
      /expected wav2vec2\.ckpt/,
    ],
    [
      'without labels',
      { 'label_encoder.txt': undefined },
      'checkpoint-incomplete',
      /label_encoder\.txt/,
    ],
    [
      'of a training run',
      { 'hyperparams.yaml': 'lr: 0.1' },
      'checkpoint-unsupported',
      /pretrainer/,
    ],
    [
      'with weights of Git LFS',
      { 'model.ckpt': 'version https://git-lfs' },
      'checkpoint-incomplete',
      /LFS/,
    ],
    [
      'with another encoder',
      { 'config.json': '{"model_type":"bert"}' },
      'checkpoint-unsupported',
      /bert/,
    ],
  ])('refuses one %s', async (_, changes, code, message) => {
    await expect(
      openCheckpoint(await changed('speechbrain-wav2vec2', changes)),
    ).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  test('never opens a path of the settings outside the folder', async () => {
    const settings =
      'pretrainer: !new:Pretrainer {loadables: {m: !new:x}, paths: {m: /etc/passwd}}';
    const folder = await changed('speechbrain-wav2vec2', { 'hyperparams.yaml': settings });
    await expect(openCheckpoint(folder)).rejects.toThrow(/expected passwd/);
    const dots = settings.replace('/etc/passwd', '..');
    const other = await changed('speechbrain-wav2vec2', { 'hyperparams.yaml': dots });
    await expect(openCheckpoint(other)).rejects.toMatchObject({ code: 'checkpoint-unsafe' });
  });
});

describe('openCheckpoint on Hugging Face folders', () => {
  test('returns settings, labels and one store of all shards', async () => {
    const checkpoint = await openCheckpoint(await changed('wav2vec2-large', {}));
    if (checkpoint.format !== 'huggingface') throw new Error('expected a Hugging Face checkpoint');
    expect(checkpoint.config).toMatchObject({
      featExtractNorm: 'layer',
      useWeightedLayerSum: true,
    });
    expect(checkpoint.store.tensors.has('classifier.weight')).toBe(true);
    expect(checkpoint.files.filter(({ path }) => path.endsWith('.safetensors'))).toHaveLength(3);
  });

  test('prefers safetensors', async () => {
    const folder = await changed('wav2vec2-base', { 'pytorch_model.bin': 'not read' });
    const checkpoint = await openCheckpoint(folder);
    expect(checkpoint.files.at(-1)?.path).toBe('model.safetensors');
  });

  test('uses the defaults of transformers if no file states the settings of the input', async () => {
    const folder = await changed('wav2vec2-base', { 'preprocessor_config.json': undefined });
    expect(await openCheckpoint(folder)).toMatchObject({ preprocessor: { doNormalize: true } });
  });

  describe('with the settings of transformers 5 in processor_config.json', () => {
    const nested = (extractor: unknown) =>
      JSON.stringify({ feature_extractor: extractor, processor_class: 'Wav2Vec2Processor' });
    const preprocessorOf = async (changes: Record<string, string | undefined>) => {
      const checkpoint = await openCheckpoint(await changed('wav2vec2-base', changes));
      return {
        preprocessor: 'preprocessor' in checkpoint ? checkpoint.preprocessor : undefined,
        files: checkpoint.files.map(({ path }) => path),
      };
    };

    test('reads them, and notes the file', async () => {
      const { preprocessor, files } = await preprocessorOf({
        'preprocessor_config.json': undefined,
        'processor_config.json': nested({ do_normalize: false, sampling_rate: 16000 }),
      });
      expect(preprocessor).toMatchObject({ doNormalize: false });
      expect(files).toContain('processor_config.json');
    });

    test('prefers them to those of an older version', async () => {
      const { preprocessor } = await preprocessorOf({
        'preprocessor_config.json': '{"do_normalize": true}',
        'processor_config.json': nested({ do_normalize: false }),
      });
      expect(preprocessor).toMatchObject({ doNormalize: false });
    });

    test('reads those of an older version if the processor states none', async () => {
      const { preprocessor } = await preprocessorOf({
        'preprocessor_config.json': '{"do_normalize": false}',
        'processor_config.json': '{"processor_class": "Wav2Vec2Processor"}',
      });
      expect(preprocessor).toMatchObject({ doNormalize: false });
    });

    test('refuses settings that need another graph', async () => {
      const refused = preprocessorOf({ 'processor_config.json': nested({ sampling_rate: 8000 }) });
      await expect(refused).rejects.toThrow(/processor_config.json .* sampling_rate is 8000/);
    });

    test('reads them beside hyperparams.yaml', async () => {
      const folder = await changed('speechbrain-wav2vec2', {
        'processor_config.json': nested({ do_normalize: false }),
      });
      expect(await openCheckpoint(folder)).toMatchObject({ preprocessor: { doNormalize: false } });
    });
  });

  test('reads shards of torch', async () => {
    const index = { weight_map: { 'classifier.bias': 'part.bin' } };
    const folder = await changed('hubert-base', {
      'pytorch_model.bin': undefined,
      'part.bin': await fixtureBlob('checkpoints/hubert-base/pytorch_model.bin'),
      'pytorch_model.bin.index.json': JSON.stringify(index),
    });
    const checkpoint = await openCheckpoint(folder);
    expect(checkpoint.files.at(-1)?.path).toBe('part.bin');
  });

  const index = 'model.safetensors.index.json';
  const map = (weightMap: Record<string, string>) => JSON.stringify({ weight_map: weightMap });
  test.each([
    [
      'without a shard',
      { 'model-00002-of-00003.safetensors': undefined },
      'checkpoint-incomplete',
      /names the shard model-00002/,
    ],
    [
      'with a shard outside',
      { [index]: map({ a: '../../secret' }) },
      'checkpoint-unsafe',
      /secret/,
    ],
    [
      'with a tensor that no shard holds',
      { [index]: map({ a: 'model-00003-of-00003.safetensors' }) },
      'checkpoint-incomplete',
      /tensor a is in/,
    ],
    ['with an index that is not an object', { [index]: '[]' }, 'checkpoint-corrupt', /index\.json/],
    [
      'with settings that are not JSON',
      { 'config.json': '{' },
      'checkpoint-corrupt',
      /config\.json is not JSON/,
    ],
    ['without weights', { [index]: undefined }, 'checkpoint-incomplete', /model\.safetensors or/],
    [
      'at another rate',
      { 'preprocessor_config.json': '{"sampling_rate":8000}' },
      'checkpoint-unsupported',
      /8000/,
    ],
  ])('refuses one %s', async (_, changes, code, message) => {
    await expect(openCheckpoint(await changed('wav2vec2-large', changes))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  test('refuses a tensor that is in two shards', async () => {
    const folder = await changed('wav2vec2-large', {
      'copy.safetensors': await fixtureBlob(
        'checkpoints/wav2vec2-large/model-00003-of-00003.safetensors',
      ),
      [index]: map({
        'classifier.bias': 'copy.safetensors',
        'classifier.weight': 'model-00003-of-00003.safetensors',
      }),
    });
    await expect(openCheckpoint(folder)).rejects.toThrow(/is in two shards/);
  });
});

describe('openCheckpoint on other folders', () => {
  test('are refused with what was found and expected', async () => {
    const folder = memoryFolder('my-model', { 'readme.md': new Blob(['x']) });
    await expect(openCheckpoint(folder)).rejects.toMatchObject({
      code: 'checkpoint-unsupported',
      message: expect.stringMatching(
        /my-model holds readme\.md; expected .*hyperparams\.yaml/,
      ) as string,
    });
    await expect(openCheckpoint(memoryFolder('it', {}))).rejects.toThrow(/holds nothing/);
  });
});
