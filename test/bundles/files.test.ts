import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fingerprintFiles, verifyBundle, writeFolder } from '../../src/bundles/index.js';
import { readLicence } from '../../src/conversion/model-card.js';
import { makeFolder } from '../../src/make-folder.js';
import { selectModelFiles } from '../../src/bundles/model-files.js';
import { prepareBundle } from '../../src/index.js';
import { checkpointFolder } from '../support/fixtures.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-files-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a file of a bundle that vanishes before it is verified is an error that names it', async () => {
  const { manifest } = await prepareBundle({ source: checkpointFolder('wavlm-base') });
  await expect(verifyBundle({ folder, manifest })).rejects.toMatchObject({
    name: 'FileError',
    code: 'file-not-found',
    message: expect.stringContaining(join(folder, 'model.onnx')) as string,
  });
});

test('checksums are computed even if they cannot be remembered', async () => {
  await writeFile(join(folder, 'weights'), 'abc');
  const [file] = await fingerprintFiles(folder, ['weights'], join(folder, 'weights', 'memo'));
  expect(file).toEqual({
    path: 'weights',
    bytes: 3,
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  });
});

test('a target that exists is refused before anything is written', async () => {
  const [full, file] = [join(folder, 'full'), join(folder, 'file')];
  await mkdir(full);
  await writeFile(join(full, 'mine.txt'), 'mine');
  await writeFile(file, 'mine');
  const fill = vi.fn(() => Promise.resolve());
  for (const target of [full, file])
    await expect(writeFolder(target, fill)).rejects.toMatchObject({ code: 'file-exists' });
  expect(fill).not.toHaveBeenCalled();
});

test('a folder that cannot be filled leaves nothing behind', async () => {
  const failed = writeFolder(join(folder, 'a', 'b'), async (temporary) => {
    await writeFile(join(temporary, 'half'), 'half');
    throw new Error('stopped');
  });
  await expect(failed).rejects.toThrow('stopped');
  expect(await readdir(join(folder, 'a'))).toEqual([]);
});

test('a folder is made with its parents, and refused below a file', async () => {
  const nested = join(folder, 'a', 'b', 'c');
  await makeFolder(nested);
  await makeFolder(nested);
  await writeFile(join(nested, 'file'), '');
  await expect(makeFolder(join(nested, 'file', 'd'))).rejects.toMatchObject({ name: 'FileError' });
});

test.runIf(process.platform === 'linux')(
  'a folder in which nothing can be made is refused at once',
  async () => {
    await expect(makeFolder('/proc/x/y/z')).rejects.toMatchObject({ name: 'FileError' });
  },
);

test('the licence of a model card is read, but not from a card that is too large', async () => {
  const card = join(folder, 'README.md');
  expect(await readLicence(folder)).toBeUndefined();
  await writeFile(card, '---\nlicense: apache-2.0\n---\nA model.');
  expect(await readLicence(folder)).toBe('apache-2.0');
  await writeFile(card, `---\nlicense: apache-2.0\n---\n${' '.repeat(2 ** 20)}`);
  expect(await readLicence(folder)).toBeUndefined();
});

test('settings of SpeechBrain may have another name', () => {
  const files = ['custom.yaml', 'model.ckpt', 'config.json'];
  expect(selectModelFiles(files, 'custom.yaml')).toEqual(files);
  expect(selectModelFiles(['settings/custom.yaml', 'a.ckpt'], 'settings/custom.yaml')).toEqual([
    'settings/custom.yaml',
    'a.ckpt',
  ]);
  expect(() => selectModelFiles(['model.ckpt'], 'custom.yaml')).toThrow(/expected custom\.yaml/);
});

test.each([
  ['Hugging Face', ['config.json', 'processor_config.json', 'model.safetensors', 'README.md']],
  ['SpeechBrain', ['hyperparams.yaml', 'model.ckpt', 'label_encoder.txt', 'config.json']],
  ['bundle', ['model.json', 'model.onnx', 'model.onnx.data', 'README.md']],
])('of a hub repository with a %s model, only its files are selected', (_layout, files) => {
  const others = ['train.py', 'optimizer.pt', 'tf_model.h5', '.gitattributes', 'onnx/model.onnx'];
  expect([...selectModelFiles([...others, ...files])].sort()).toEqual(files.sort());
});
