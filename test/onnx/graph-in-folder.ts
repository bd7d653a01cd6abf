import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { GraphBuilder, type Value, writeModel } from '../../src/onnx/node.js';
import type { SessionOptions, Tensor } from '../../src/runtime/index.js';
import { openSession } from '../../src/runtime/node.js';

/** A folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'wav2emo-onnx-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A tensor of these numbers. */
export function tensor(shape: readonly number[], values: readonly number[]): Tensor {
  return { data: Float32Array.from(values), shape };
}

/** Writes a graph of one input `x` and one output `y`, both of any sizes. */
export async function writeGraph(
  folder: string,
  rank: { x: number; y: number },
  build: (graph: GraphBuilder, x: Value) => Value,
) {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', sizes('x', rank.x));
  graph.output('y', build(graph, x), 'float32', sizes('y', rank.y));
  return { graph, ...(await writeModel(graph, folder)) };
}

/** Writes such a graph, computes it with the real runtime and returns `y`. */
export async function compute(
  x: Tensor,
  outputRank: number,
  build: (graph: GraphBuilder, x: Value) => Value,
  options?: SessionOptions,
): Promise<Tensor> {
  const rank = { x: x.shape.length, y: outputRank };
  const { modelPath } = await writeGraph(await temporaryFolder(), rank, build);
  const session = await openSession(modelPath, options);
  onTestFinished(() => session.dispose());
  const { y } = await session.run({ x });
  if (!y) throw new Error('the graph has no output y');
  return y;
}

function sizes(name: string, rank: number): string[] {
  return Array.from({ length: rank }, (_, i) => `${name}${i}`);
}
