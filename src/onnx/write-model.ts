import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errnoCode, FileError } from '../errors.js';
import { DATA_FILE, MODEL_FILE } from '../graph-files.js';
import { type ExternalRange, layOut, loadWeight, sizeOf, writeAt } from './external-data.js';
import type { GraphBuilder } from './graph-builder.js';
import type { GraphState } from './graph-state.js';
import { encodeModel } from './model-proto.js';

/** Options of {@link writeModel}. */
export type WriteModelOptions = {
  /** Called after each weight is written. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Aborts between two weights; the incomplete files are removed. */
  readonly signal?: AbortSignal;
};

/** The result of {@link writeModel}. */
export type WrittenModel = {
  readonly modelPath: string;
  /** Size of both files together. */
  readonly bytes: number;
  /** The number of elements of all weights. */
  readonly parameters: number;
};

/**
 * Writes `model.onnx` and, beside it, all weights in `model.onnx.data`. Weights are loaded one at a time.
 * Both files are renamed to their names only when they are complete; if anything fails, no file is left.
 * The same graph always results in the same bytes.
 *
 * @param folder created if it does not exist
 * @throws FileError if the folder cannot be written or the disk is full; the signal's reason if aborted;
 *   any error of loading a weight
 */
export async function writeModel(
  graph: GraphBuilder,
  folder: string,
  options: WriteModelOptions = {},
): Promise<WrittenModel> {
  const suffix = `.${randomUUID()}.part`;
  const modelPath = path.join(folder, MODEL_FILE);
  const dataPath = path.join(folder, DATA_FILE);
  const made = await withFileErrors(folder, () => mkdir(folder, { recursive: true }));
  try {
    const ranges = layOut(graph.state.weights.values());
    if (ranges.size > 0) await writeWeights(graph.state, dataPath + suffix, ranges, options);
    const model = encodeModel(graph.state, DATA_FILE, ranges);
    await withFileErrors(modelPath, async () => {
      await writeFile(modelPath + suffix, model);
      await renameFinished(modelPath, ranges.size > 0 ? dataPath : undefined, suffix);
    });
    return {
      modelPath,
      bytes: model.length + (ranges.size > 0 ? (await stat(dataPath)).size : 0),
      parameters: sum(graph.state.weights.values(), (weight) => sizeOf(weight.shape)),
    };
  } catch (error) {
    await rm(modelPath + suffix, { force: true });
    await rm(dataPath + suffix, { force: true });
    if (made !== undefined) await rmdir(folder).catch(() => undefined);
    throw error;
  }
}

async function writeWeights(
  state: GraphState,
  file: string,
  ranges: ReadonlyMap<string, ExternalRange>,
  { onProgress, signal }: WriteModelOptions,
): Promise<void> {
  const totalBytes = sum(ranges.values(), (range) => range.length);
  let doneBytes = 0;
  const handle = await withFileErrors(file, () => open(file, 'wx'));
  try {
    for (const weight of state.weights.values()) {
      signal?.throwIfAborted();
      const range = ranges.get(weight.name);
      if (!range) continue;
      const bytes = await loadWeight(weight);
      await withFileErrors(file, () => writeAt(handle, bytes, range.offset));
      doneBytes += range.length;
      onProgress?.(doneBytes, totalBytes);
    }
  } finally {
    await handle.close();
  }
}

/** Renames the finished files. If the model cannot be renamed, its weights are removed too. */
async function renameFinished(modelPath: string, dataPath: string | undefined, suffix: string) {
  if (dataPath !== undefined) await rename(dataPath + suffix, dataPath);
  try {
    await rename(modelPath + suffix, modelPath);
  } catch (error) {
    if (dataPath !== undefined) await rm(dataPath, { force: true });
    throw error;
  }
}

/** Converts errors of the file system to a FileError; other errors are thrown as they are. */
async function withFileErrors<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw errnoCode(error).startsWith('E') ? FileError.from(error, file, 'write') : error;
  }
}

function sum<T>(items: Iterable<T>, size: (item: T) => number): number {
  return [...items].reduce((total, item) => total + size(item), 0);
}
