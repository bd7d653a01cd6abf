import { type ExternalRange, layOut, loadWeight, sizeOf } from './external-data.js';
import { DATA_FILE } from '../graph-files.js';
import type { GraphBuilder } from './graph-builder.js';
import type { GraphState } from './graph-state.js';
import { encodeModel } from './model-proto.js';

/** A file that is written from its beginning to its end: one on disk in Node, parts of a blob in a browser. */
export interface ByteSink {
  /** Adds bytes at the end. They may change after the promise has resolved. */
  append(bytes: Uint8Array): Promise<void>;
}

/** Options of {@link writeGraph}. */
export type WriteGraphOptions = {
  /** Called after each weight is written. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Aborts between two weights. */
  readonly signal?: AbortSignal;
};

/** The result of {@link writeGraph}. */
export type WrittenGraph = {
  /** The content of `model.onnx`. */
  readonly model: Uint8Array;
  /** The number of elements of all weights. */
  readonly parameters: number;
};

/**
 * Writes all weights of a graph, which are loaded one at a time, and encodes the graph that refers to them.
 * The same graph always results in the same bytes.
 *
 * @param weights the content of `model.onnx.data`; nothing is appended if the graph has no weights
 * @throws the signal's reason if aborted; any error of loading a weight or of the sink
 */
export async function writeGraph(
  { state }: GraphBuilder,
  weights: ByteSink,
  options: WriteGraphOptions = {},
): Promise<WrittenGraph> {
  const ranges = layOut(state.weights.values());
  await writeWeights(state, weights, ranges, options);
  return {
    model: encodeModel(state, DATA_FILE, ranges),
    parameters: sum(state.weights.values(), ({ shape }) => sizeOf(shape)),
  };
}

async function writeWeights(
  state: GraphState,
  sink: ByteSink,
  ranges: ReadonlyMap<string, ExternalRange>,
  { onProgress, signal }: WriteGraphOptions,
): Promise<void> {
  const totalBytes = sum(ranges.values(), ({ length }) => length);
  let [end, doneBytes] = [0, 0];
  for (const weight of state.weights.values()) {
    signal?.throwIfAborted();
    const range = ranges.get(weight.name);
    if (!range) continue;
    const bytes = await loadWeight(weight);
    if (range.offset > end) await sink.append(new Uint8Array(range.offset - end));
    await sink.append(bytes);
    end = range.offset + range.length;
    doneBytes += range.length;
    onProgress?.(doneBytes, totalBytes);
  }
}

function sum<T>(items: Iterable<T>, size: (item: T) => number): number {
  return [...items].reduce((total, item) => total + size(item), 0);
}
