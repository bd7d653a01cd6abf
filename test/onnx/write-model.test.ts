import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { expect, onTestFinished, test } from 'vitest';
import { FileError } from '../../src/errors.js';
import { GraphBuilder, writeModel } from '../../src/onnx/node.js';
import { temporaryFolder } from './graph-in-folder.js';

type Load = () => Promise<Float32Array>;

function ramp(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => i / 8);
}

/** x · first · second, of 16 and 262,144 elements. */
function twoWeights(second: Load = () => Promise.resolve(ramp(1 << 18))): GraphBuilder {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', [1, 4]);
  const first = graph.weight('first', [4, 4], () => Promise.resolve(ramp(16)));
  const y = graph.op('MatMul', [x, first]);
  const large = graph.weight('second', [4, 1 << 16], second);
  graph.output('y', graph.op('MatMul', [y, large]), 'float32', [1, 1 << 16]);
  return graph;
}

test('weights are stored outside the graph, aligned, and the graph stays small', async () => {
  const folder = await temporaryFolder();
  const { modelPath, bytes, parameters } = await writeModel(twoWeights(), folder);
  const model = fromBinary(ModelProtoSchema, await readFile(modelPath));
  const places = model.graph?.initializer.map(({ name, externalData }) => [
    name,
    ...externalData.map(({ value }) => value),
  ]);
  expect(model.producerName).toBe('wav2emo');
  expect(places).toEqual([
    ['first', 'model.onnx.data', '0', '64'],
    // A large tensor begins where every system can map it.
    ['second', 'model.onnx.data', '65536', String(4 << 18)],
  ]);
  const data = await readFile(path.join(folder, 'model.onnx.data'));
  expect(data.readFloatLE(65536 + 4 * 1000)).toBe(125);
  expect((await stat(modelPath)).size).toBeLessThan(1000);
  expect(parameters).toBe(16 + (1 << 18));
  expect(bytes).toBe(data.length + (await stat(modelPath)).size);
});

test('the same graph results in the same bytes', async () => {
  const folders = [await temporaryFolder(), await temporaryFolder()];
  for (const folder of folders) await writeModel(twoWeights(), folder);
  for (const file of ['model.onnx', 'model.onnx.data']) {
    const [a, b] = await Promise.all(folders.map((folder) => readFile(path.join(folder, file))));
    expect(a?.equals(b ?? Buffer.alloc(0))).toBe(true);
  }
});

test('a graph without weights has no data file', async () => {
  const folder = path.join(await temporaryFolder(), 'made', 'here');
  const graph = new GraphBuilder();
  graph.output('y', graph.input('x', 'float32', ['n']), 'float32', ['n']);
  await writeModel(graph, folder);
  expect(await readdir(folder)).toEqual(['model.onnx']);
});

test('progress goes from the first weight to all of them', async () => {
  const steps: number[][] = [];
  const onProgress = (...step: number[]) => steps.push(step);
  await writeModel(twoWeights(), await temporaryFolder(), { onProgress });
  const total = 64 + (4 << 18);
  expect(steps).toEqual([
    [64, total],
    [total, total],
  ]);
});

test('if a weight cannot be loaded, no file is left and its error is thrown', async () => {
  const parent = await temporaryFolder();
  const failure = new Error('the checkpoint is broken');
  const graph = twoWeights(() => Promise.reject(failure));
  await expect(writeModel(graph, path.join(parent, 'new'))).rejects.toBe(failure);
  expect(await readdir(parent)).toEqual([]);
});

test('files that were in the folder before survive a failure', async () => {
  const folder = await temporaryFolder();
  const { modelPath } = await writeModel(twoWeights(), folder);
  const before = await readFile(modelPath);
  const short = twoWeights(() => Promise.resolve(ramp(7)));
  await expect(writeModel(short, folder)).rejects.toThrow(/262144 elements, 7 were loaded/);
  expect(await readdir(folder)).toEqual(['model.onnx', 'model.onnx.data']);
  expect(await readFile(modelPath)).toEqual(before);
});

test('an abort stops between weights and leaves no file', async () => {
  const folder = await temporaryFolder();
  const stop = new AbortController();
  const writing = writeModel(twoWeights(), folder, {
    signal: stop.signal,
    onProgress: () => {
      stop.abort();
    },
  });
  await expect(writing).rejects.toThrow(/aborted/);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that cannot be created is a FileError', async () => {
  const file = path.join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  await expect(writeModel(twoWeights(), path.join(file, 'folder'))).rejects.toThrow(FileError);
});

test.skipIf(!canMount())('a full disk is said in words and leaves nothing', async () => {
  const disk = path.join(await temporaryFolder(), 'disk');
  await mkdir(disk);
  mount(disk);
  onTestFinished(() => {
    execFileSync('umount', [disk]);
  });
  await expect(writeModel(twoWeights(), disk)).rejects.toMatchObject({
    code: 'file-disk-full',
    message: expect.stringContaining('the disk is full') as string,
  });
  expect(await readdir(disk)).toEqual([]);
});

/** A disk of 256 kB. */
function mount(folder: string): void {
  const options = ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder];
  execFileSync('mount', options, { stdio: 'ignore' });
}

/** Only a privileged user on Linux can create a small disk. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(path.join(tmpdir(), 'wav2emo-mount-'));
  try {
    mount(folder);
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}
