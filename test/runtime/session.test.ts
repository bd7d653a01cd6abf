import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CheckpointError, DeviceError, FileError } from '../../src/errors.js';
import { GraphBuilder, type Value, writeModel } from '../../src/onnx/node.js';
import { DEVICES } from '../../src/runtime/index.js';
import { availableDevices, openSession } from '../../src/runtime/node.js';
import { temporaryFolder, tensor, writeGraph } from '../onnx/graph-in-folder.js';

const relu = (graph: GraphBuilder, x: Value) => graph.op('Relu', [x]);

async function reluFile(): Promise<string> {
  const { modelPath } = await writeGraph(await temporaryFolder(), { x: 2, y: 2 }, relu);
  return modelPath;
}

/** Numbers that do not sum to the same in another order. */
function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** A convolution, a product and a normalisation over a thousand frames. */
function demanding(graph: GraphBuilder, x: Value): Value {
  const weight = (name: string, shape: readonly [number, ...number[]]) =>
    graph.weight(name, shape, () =>
      Promise.resolve(
        noise(
          shape.reduce((a, b) => a * b),
          shape[0],
        ),
      ),
    );
  const conv = graph.op('Conv', [x, weight('k', [64, 1, 10])], { strides: [5] });
  const turned = graph.op('Transpose', [conv], { perm: [0, 2, 1] });
  const wide = graph.op('MatMul', [turned, weight('w', [64, 256])]);
  const narrow = graph.op('MatMul', [graph.op('Gelu', [wide]), weight('v', [256, 64])]);
  const soft = graph.op('Softmax', [narrow], { axis: 1 });
  return graph.op('ReduceSum', [soft, graph.constant('int64', [2])], { keepdims: 0 });
}

test.each([1, 2])('the same input gives the same bits with %i threads', async (threads) => {
  const folder = await temporaryFolder();
  const { modelPath } = await writeGraph(folder, { x: 3, y: 2 }, demanding);
  const x = { data: noise(5005, 7), shape: [1, 1, 5005] };
  const answers: string[] = [];
  for (let opened = 0; opened < 2; opened++) {
    const session = await openSession(modelPath, { threads });
    for (let run = 0; run < 20; run++) {
      const { y } = await session.run({ x });
      answers.push(Buffer.from(y?.data.buffer ?? new ArrayBuffer(0)).toString('base64'));
    }
    await session.dispose();
  }
  expect(answers[0]?.length).toBeGreaterThan(1000);
  expect(new Set(answers).size).toBe(1);
});

test('a session names its inputs and outputs and computes any length', async () => {
  const session = await openSession(await reluFile());
  onTestFinished(() => session.dispose());
  expect([session.device, session.inputs, session.outputs]).toEqual(['cpu', ['x'], ['y']]);
  for (const length of [1, 3]) {
    const { y } = await session.run({ x: tensor([1, length], new Array<number>(length).fill(-1)) });
    expect(y).toEqual(tensor([1, length], new Array<number>(length).fill(0)));
  }
});

test('feeds that do not fit are refused in words', async () => {
  const session = await openSession(await reluFile());
  onTestFinished(() => session.dispose());
  const x = tensor([1, 1], [1]);
  await expect(session.run({})).rejects.toThrow('The graph needs an input "x". Feed x.');
  await expect(session.run({ x, z: x })).rejects.toThrow('The graph has no input "z". Feed x.');
  await expect(session.run({ x: { ...x, shape: [1, 2] } })).rejects.toThrow(
    'Input "x" of shape [1, 2] needs 2 elements, got 1.',
  );
  await expect(session.run({ x: { ...x, shape: [1, 1, 1] } })).rejects.toThrow(DeviceError);
});

test('a run after dispose is an error with words, a second dispose is none', async () => {
  const session = await openSession(await reluFile());
  await session.dispose();
  await session.dispose();
  await expect(session.run({ x: tensor([1, 1], [1]) })).rejects.toThrow(/disposed.*Open it again/);
});

test('an answer outlives its session', async () => {
  const session = await openSession(await reluFile());
  const values = Array.from({ length: 5000 }, (_, i) => i);
  const { y } = await session.run({ x: tensor([1, 5000], values) });
  await session.dispose();
  const other = await openSession(await reluFile());
  onTestFinished(() => other.dispose());
  await other.run({ x: tensor([1, 5000], new Array<number>(5000).fill(7)) });
  expect([...(y?.data ?? [])]).toEqual(values);
});

test('a file that is missing, no graph or without its weights is an error with words', async () => {
  const folder = await temporaryFolder();
  const at = (name: string) => path.join(folder, name);
  await expect(openSession(at('none.onnx'))).rejects.toThrow(FileError);
  await writeFile(at('text.onnx'), 'not a graph');
  await expect(openSession(at('text.onnx'))).rejects.toThrow(CheckpointError);
  const { modelPath } = await writeGraph(folder, { x: 2, y: 2 }, (graph, x) =>
    graph.op('Mul', [x, graph.weight('w', [300], () => Promise.resolve(noise(300, 1)))]),
  );
  await writeFile(at('model.onnx.data'), (await readFile(at('model.onnx.data'))).subarray(0, 8));
  await expect(openSession(modelPath)).rejects.toThrow(CheckpointError);
});

test('a device that this machine lacks is an error that says what to install', async () => {
  const modelPath = await reluFile();
  expect(availableDevices()).toContain('cpu');
  const lacking = DEVICES.filter((device) => !availableDevices().includes(device));
  expect(lacking.length).toBeGreaterThan(0);
  for (const device of lacking) {
    const opening = openSession(modelPath, { device });
    await expect(opening).rejects.toMatchObject({ code: 'device-unavailable' });
    await expect(opening).rejects.toThrow(
      new RegExp(`"${device}" is not available .* Available here: cpu.* It needs .*Install`),
    );
  }
});

test.runIf(availableDevices().includes('webgpu'))(
  'webgpu either computes the same or says that it is not available',
  async () => {
    const opening = openSession(await reluFile(), { device: 'webgpu' });
    const session = await opening.catch((error: unknown) => error);
    if (session instanceof Error) {
      expect(session).toMatchObject({ code: 'device-unavailable' });
      expect(session.message).toMatch(/Vulkan/);
      return;
    }
    const { y } = await (await opening).run({ x: tensor([1, 2], [-1, 2]) });
    expect(y).toEqual(tensor([1, 2], [0, 2]));
    await (await opening).dispose();
  },
);

test('options that make no sense are refused', async () => {
  const modelPath = await reluFile();
  await expect(openSession(modelPath, { threads: 0 })).rejects.toThrow(RangeError);
  // @ts-expect-error a device of another world
  await expect(openSession(modelPath, { device: 'tpu' })).rejects.toThrow(/expected one of cpu/);
});

test('whole numbers are fed as int64, a single one among them', async () => {
  const graph = new GraphBuilder();
  const count = graph.input('count', 'int64', []);
  const FLOAT = 1;
  graph.output('y', graph.op('Cast', [count], { to: FLOAT }), 'float32', []);
  const { modelPath } = await writeModel(graph, await temporaryFolder());
  const session = await openSession(modelPath);
  onTestFinished(() => session.dispose());
  const { y } = await session.run({ count: { data: BigInt64Array.of(16_000n), shape: [] } });
  expect(y).toEqual({ data: Float32Array.of(16_000), shape: [] });
  const two = { data: BigInt64Array.of(1n, 2n), shape: [] };
  await expect(session.run({ count: two })).rejects.toThrow(/needs 1 elements, got 2/);
});
