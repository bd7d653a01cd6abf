import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { GraphBuilder, writeModel } from '../../src/onnx/index.js';
import { PRODUCT_OF_BYTES } from '../../src/runtime/byte-products.js';
import { hasByteProducts } from '../../src/runtime/index.js';
import { temporaryFolder } from '../onnx/graph-in-folder.js';

test('the product that the runtime is asked for is that of the graph written here', async () => {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', ['rows', 64]);
  const matrix = [graph.constant('float32', 127), graph.constant('int64', [64, 16])];
  const weights = graph.cast(graph.op('Expand', matrix), 'int8');
  const y = graph.op('MatMulInteger', [graph.cast(x, 'uint8'), weights]);
  graph.output('y', graph.cast(y, 'float32'), 'float32', ['rows', 16]);
  const { modelPath } = await writeModel(graph, await temporaryFolder());
  expect(PRODUCT_OF_BYTES).toBe(await readFile(modelPath, 'base64'));
});

/** What Linux calls the instructions that add products of bytes in 32 bits. */
const FLAGS = /\b(avx512_vnni|avx_vnni|amx_int8)\b/;

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'the runtime multiplies bytes without overflow where Linux names the instructions for it',
  async () => {
    const processor = await readFile('/proc/cpuinfo', 'utf8');
    expect(await hasByteProducts()).toBe(FLAGS.test(processor));
  },
);
