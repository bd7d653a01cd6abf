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
  /** Called after each weight. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Stops the writing between two weights; what was written is removed. */
  readonly signal?: AbortSignal;
};

/** What {@link writeModel} wrote. */
export type WrittenModel = {
  readonly modelPath: string;
  /** Both files together. */
  readonly bytes: number;
  /** The number of elements of all weights. */
  readonly parameters: number;
};

/**
 * Writes `model.onnx` and, beside it, all weights in `model.onnx.data`. Weights are loaded one at a
 * time. Both files take their names only when they are complete; whatever fails, nothing is left.
 * The same graph gives the same bytes.
 *
 * @param folder is made if it does not exist
 * @throws FileError when the folder cannot be written or the disk is full; the signal's reason when
 *   aborted; whatever loading a weight throws
 */
export async function writeModel(
  graph: GraphBuilder,
  folder: string,
  options: WriteModelOptions = {},
): Promise<WrittenModel> {
  const suffix = `.${randomUUID()}.part`;
  const modelPath = path.join(folder, MODEL_FILE);
  const dataPath = path.join(folder, DATA_FILE);
  const made = await inWords(folder, () => mkdir(folder, { recursive: true }));
  try {
    const ranges = layOut(graph.state.weights.values());
    if (ranges.size > 0) await writeWeights(graph.state, dataPath + suffix, ranges, options);
    const model = encodeModel(graph.state, DATA_FILE, ranges);
    await inWords(modelPath, async () => {
      await writeFile(modelPath + suffix, model);
      await giveNames(modelPath, ranges.size > 0 ? dataPath : undefined, suffix);
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
  const handle = await inWords(file, () => open(file, 'wx'));
  try {
    for (const weight of state.weights.values()) {
      signal?.throwIfAborted();
      const range = ranges.get(weight.name);
      if (!range) continue;
      const bytes = await loadWeight(weight);
      await inWords(file, () => writeAt(handle, bytes, range.offset));
      doneBytes += range.length;
      onProgress?.(doneBytes, totalBytes);
    }
  } finally {
    await handle.close();
  }
}

/** Takes the finished files' names; a model without its weights is worse than none. */
async function giveNames(modelPath: string, dataPath: string | undefined, suffix: string) {
  if (dataPath !== undefined) await rename(dataPath + suffix, dataPath);
  try {
    await rename(modelPath + suffix, modelPath);
  } catch (error) {
    if (dataPath !== undefined) await rm(dataPath, { force: true });
    throw error;
  }
}

/** Turns errors of the file system into a FileError and lets all others pass. */
async function inWords<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw errnoCode(error).startsWith('E') ? FileError.from(error, file, 'write') : error;
  }
}

function sum<T>(items: Iterable<T>, size: (item: T) => number): number {
  return [...items].reduce((total, item) => total + size(item), 0);
}
