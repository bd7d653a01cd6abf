/**
 * Measures the fastest matrix products of the runtime on this machine: node peak.js '{"folder": FOLDER, "threads": 2}'
 * prints multiply-adds per second of fp32 and int8 as one line of JSON.
 */
import { join } from 'node:path';
import { GraphBuilder, writeModel } from '../../dist/onnx/node.js';
import { openSession } from '../../dist/runtime/node.js';
import { say } from './serve-requests.js';

/** Rows and columns: far larger than the caches, and a multiple of every kernel's block size. */
const SIZE = 2048;
/** Products in sequence, so that passing the input costs little in comparison. */
const PRODUCTS = 6;
const RUNS = 12;

const { folder, threads } = JSON.parse(process.argv[2]);

const weightsOf = (Type, spread) => async () =>
  Type.from(
    { length: SIZE * SIZE },
    (_, at) => ((Math.imul(at + 1, 2654435761) >>> 16) % 255) - 127,
  ).map((value) => value * spread);

const PRODUCTS_OF = {
  fp32: (graph, x, at) => {
    const load = weightsOf(Float32Array, 1 / (74 * Math.sqrt(SIZE)));
    return graph.op('MatMul', [x, graph.weight(`w${at}`, [SIZE, SIZE], load)]);
  },
  int8: (graph, x, at) => {
    const weight = graph.weight(`w${at}`, [SIZE, SIZE], weightsOf(Int8Array, 1), 'int8');
    const scale = graph.constant('float32', 1 / (74 * Math.sqrt(SIZE)));
    const options = { domain: 'com.microsoft' };
    return graph.op('DynamicQuantizeMatMul', [x, weight, scale], {}, options);
  },
};

const rates = {};
for (const [precision, product] of Object.entries(PRODUCTS_OF))
  rates[precision] = await measure(precision, product);
say({ ready: true, ...rates });

async function measure(precision, product) {
  const graph = new GraphBuilder();
  let x = graph.input('x', 'float32', [SIZE, SIZE]);
  for (let at = 0; at < PRODUCTS; at++) x = product(graph, x, at);
  graph.output('y', graph.op('ReduceMax', [x], { keepdims: 0 }), 'float32', []);
  const { modelPath } = await writeModel(graph, join(folder, precision));
  const session = await openSession(modelPath, { threads });
  const feeds = { x: { data: await weightsOf(Float32Array, 1 / 74)(), shape: [SIZE, SIZE] } };
  let fastest = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await session.run(feeds);
    fastest = Math.min(fastest, performance.now() - start);
  }
  await session.dispose();
  return (PRODUCTS * SIZE ** 3) / (fastest / 1000);
}
