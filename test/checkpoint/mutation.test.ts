import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Wav2EmoError } from '../../src/errors.js';
import { openSafetensors } from '../../src/checkpoint/safetensors/safetensors.js';
import { parseHuggingFaceConfig } from '../../src/checkpoint/huggingface/huggingface-config.js';
import { parseHyperPyYaml } from '../../src/checkpoint/hyperpyyaml/hyperpyyaml.js';
import { parseLabelEncoder } from '../../src/checkpoint/speechbrain/label-encoder.js';
import type { TensorStore } from '../../src/checkpoint/tensors/tensor-store.js';
import { openTorch } from '../../src/checkpoint/torch/torch.js';
import { openZip } from '../../src/checkpoint/torch/zip.js';
import { buildZip } from './build-zip.js';
import { fixtureBlob, fixtureBytes } from './fixtures.js';

/** Changes of a file: overwritten bytes, removed or repeated ranges, a missing end. */
const changes = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'remove', 'repeat', 'cut'),
    // Without bias, because fast-check prefers small numbers, here the first bytes.
    at: fc.noBias(fc.nat({ max: 2 ** 31 - 1 })),
    byte: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.integer({ min: 0, max: 255 })),
    length: fc.integer({ min: 1, max: 32 }),
  }),
  { minLength: 1, maxLength: 4 },
);

type Change = typeof changes extends fc.Arbitrary<infer T> ? T : never;

function mutate(original: Uint8Array, list: Change): Buffer<ArrayBuffer> {
  let bytes = Buffer.from(original);
  for (const { kind, at, byte, length } of list) {
    const start = at % (bytes.length + 1);
    const end = start + length;
    if (kind === 'set' && start < bytes.length) bytes[start] = byte;
    if (kind === 'remove') bytes = Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
    if (kind === 'repeat') bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
    if (kind === 'cut' && list.length === 1) bytes = bytes.subarray(0, start);
  }
  return bytes;
}

async function readsOrRefuses(open: () => Promise<TensorStore>): Promise<void> {
  try {
    const store = await open();
    for (const [name, { shape }] of store.tensors) {
      const values = await store.read(name);
      expect(values.length).toBe(shape.reduce((product, size) => product * size, 1));
    }
  } catch (error) {
    expect(error).toBeInstanceOf(Wav2EmoError);
  }
}

function parsesOrRefuses(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    expect(error).toBeInstanceOf(Wav2EmoError);
  }
}

const runs = { numRuns: 400, seed: 20240917 };

describe('a changed file of tensors is read or refused', () => {
  test.each([
    ['torch/strided.pt', openTorch],
    ['torch/dtypes.pt', openTorch],
    ['torch/state-dict.pt', openTorch],
    ['torch/legacy.pt', openTorch],
    ['safetensors/good.safetensors', openSafetensors],
  ])('%s', async (path, open) => {
    const original = await fixtureBytes(path);
    await fc.assert(
      fc.asyncProperty(changes, (list) =>
        readsOrRefuses(() => open(new Blob([mutate(original, list)]))),
      ),
      runs,
    );
  });
});

describe('a changed pickle in a valid archive is read or refused', () => {
  test.each(['torch/strided.pt', 'torch/state-dict.pt', 'torch/values.pt'])('%s', async (path) => {
    const entries = [...(await openZip(await fixtureBlob(path), path)).values()];
    const parts = await Promise.all(
      entries.map(async (entry) => ({ name: entry.name, data: await entry.read(0, entry.size) })),
    );
    const repack = (list: Change) =>
      buildZip(
        parts.map(({ name, data }) => ({
          name,
          data: name.endsWith('data.pkl') ? mutate(data, list) : data,
        })),
      );
    await fc.assert(
      fc.asyncProperty(changes, (list) => readsOrRefuses(() => openTorch(repack(list)))),
      runs,
    );
  });
});

describe('a changed file of settings is read or refused', () => {
  test.each([
    ['checkpoints/speechbrain-ecapa/hyperparams.yaml', parseHyperPyYaml],
    ['checkpoints/speechbrain-wav2vec2/hyperparams.yaml', parseHyperPyYaml],
    ['checkpoints/speechbrain-wav2vec2/label_encoder.txt', parseLabelEncoder],
  ])('%s', async (path, parse) => {
    const original = await fixtureBytes(path);
    fc.assert(
      fc.property(changes, (list) => {
        parsesOrRefuses(() => parse(mutate(original, list).toString('utf8')));
      }),
      runs,
    );
  });

  test('config.json with one value replaced by any other', async () => {
    const original = await fixtureBytes('checkpoints/wav2vec2-base/config.json');
    const config = JSON.parse(Buffer.from(original).toString('utf8')) as Record<string, unknown>;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(config)), fc.jsonValue(), (key, value) => {
        parsesOrRefuses(() => parseHuggingFaceConfig({ ...config, [key]: value }));
      }),
      runs,
    );
  });

  test('any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parsesOrRefuses(() => parseHyperPyYaml(text));
        parsesOrRefuses(() => parseLabelEncoder(text));
        parsesOrRefuses(() => parseHuggingFaceConfig(text));
      }),
      runs,
    );
  });
});
