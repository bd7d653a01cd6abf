import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CheckpointError } from '../../src/errors.js';
import { openTorch } from '../../src/checkpoint/torch/torch.js';
import { buildZip } from './build-zip.js';
import {
  expectedAll,
  expectedTensor,
  fixtureBlob,
  fixtureBytes,
  fixtureJson,
  readAll,
} from './fixtures.js';

const golden = await fixtureJson(
  'torch/expected.json',
  z.object({
    files: z.record(z.string(), z.object({ tensors: z.record(z.string(), expectedTensor) })),
  }),
);
const hostile = await fixtureJson(
  'torch/hostile/expected.json',
  z.object({
    files: z.record(z.string(), z.object({ reason: z.string(), global: z.string().optional() })),
  }),
);

describe('openTorch reads files that torch wrote', () => {
  test.each(Object.entries(golden.files))('%s', async (name, { tensors }) => {
    const store = await openTorch(await fixtureBlob(`torch/${name}`));
    expect(await readAll(store)).toEqual(expectedAll(tensors));
  });

  test('each read returns its own copy', async () => {
    const store = await openTorch(await fixtureBlob('torch/shared.pt'));
    const first = await store.read('embedding');
    const before = await store.read('projection');
    first.fill(0);
    expect(await store.read('embedding')).toEqual(before);
  });

  test('an unknown name is a RangeError', async () => {
    const store = await openTorch(await fixtureBlob('torch/shared.pt'));
    await expect(store.read('nothing')).rejects.toThrow(RangeError);
  });
});

describe('openTorch refuses hostile files', () => {
  test.each(Object.entries(hostile.files))('%s', async (name, { global }) => {
    const opened = openTorch(await fixtureBlob(`torch/hostile/${name}`), 'evil.pt');
    const error: unknown = await opened.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error).toHaveProperty('message', expect.stringContaining('evil.pt'));
    if (global === undefined) return;
    expect(error).toHaveProperty('code', 'checkpoint-unsafe');
    expect(error).toHaveProperty('message', expect.stringContaining(JSON.stringify(global)));
  });
});

describe('openTorch limits the work that a small file can cause', () => {
  const copies = 'h\x00h\x01\x85R0'.repeat(400);
  const dict = `}(${')N'.repeat(90_000)}uq\x000`;
  const storage = `(U\x07storagectorch\nFloatStorage\nX\xd0\x07\0\0${'1'.repeat(2000)}U\x03cpuK\x01tQ.`;
  test.each([
    [
      'one list copied by every call',
      `ccollections\nOrderedDict\nq\x000(${'N'.repeat(199_000)}lq\x010${copies}N.`,
      /more work than any state dict/,
    ],
    [
      'one dict of nameless entries met again and again',
      `${dict}(${'h\0'.repeat(20)}l.`,
      /entries/,
    ],
    ['a storage with a name without end', storage, /name of a storage is too long/],
  ])('%s', async (_, pickle, message) => {
    const data = Buffer.from(`\x80\x02${pickle}`, 'latin1');
    await expect(openTorch(buildZip([{ name: 'm/data.pkl', data }]))).rejects.toThrow(message);
  });
});

describe('openTorch reports what a file is instead', () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 377575130\n';
  test.each([
    ['an empty file', '', 'checkpoint-incomplete', /is empty/],
    ['a pointer of Git LFS', pointer, 'checkpoint-incomplete', /git lfs pull/],
    ['a web page', '<!DOCTYPE html><html>', 'checkpoint-corrupt', /is a web page/],
    ['text', 'weights', 'checkpoint-corrupt', /of an unknown format/],
    ['another pickle', '\x80\x04N.', 'checkpoint-unsupported', /bare pickle/],
  ])('%s', async (_, text, code, message) => {
    const blob = new Blob([Buffer.from(text, 'latin1')]);
    await expect(openTorch(blob, 'model.ckpt')).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  test('a TorchScript program', async () => {
    const data = new Uint8Array(1);
    const zip = buildZip([
      { name: 'm/data.pkl', data },
      { name: 'm/constants.pkl', data },
    ]);
    await expect(openTorch(zip)).rejects.toThrow(/TorchScript/);
  });

  test('an archive without a pickle, and with two', async () => {
    const data = new Uint8Array(1);
    await expect(openTorch(buildZip([{ name: 'm/readme', data }]))).rejects.toThrow(/0 files data/);
    const two = ['a/data.pkl', 'b/data.pkl'].map((name) => ({ name, data }));
    await expect(openTorch(buildZip(two))).rejects.toThrow(/2 files data/);
  });
});

describe('openTorch refuses a truncated file', () => {
  test.each(['torch/strided.pt', 'torch/legacy.pt'])('%s, at every byte', async (path) => {
    const bytes = await fixtureBytes(path);
    for (let end = 0; end < bytes.length; end += 1) {
      await expect(openTorch(new Blob([bytes.subarray(0, end)]))).rejects.toBeInstanceOf(
        CheckpointError,
      );
    }
  });
});
