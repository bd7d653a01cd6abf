import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errnoCode, FileError } from '../errors.js';
import { DATA_FILE, MODEL_FILE } from '../graph-files.js';
import type { GraphBuilder } from './graph-builder.js';
import {
  type ByteSink,
  writeGraph,
  type WriteGraphOptions,
  type WrittenGraph,
} from './write-graph.js';

/** Options of {@link writeModel}; if it is aborted, the incomplete files are removed. */
export type WriteModelOptions = WriteGraphOptions;

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
  const hasWeights = graph.state.weights.size > 0;
  try {
    const { model, parameters } = await (hasWeights
      ? writeBeside(graph, dataPath + suffix, options)
      : writeGraph(graph, NOWHERE, options));
    await withFileErrors(modelPath, async () => {
      await writeFile(modelPath + suffix, model);
      await renameFinished(modelPath, hasWeights ? dataPath : undefined, suffix);
    });
    return {
      modelPath,
      bytes: model.length + (hasWeights ? (await stat(dataPath)).size : 0),
      parameters,
    };
  } catch (error) {
    await rm(modelPath + suffix, { force: true });
    await rm(dataPath + suffix, { force: true });
    if (made !== undefined) await rmdir(folder).catch(() => undefined);
    throw error;
  }
}

/** Where the weights of a graph without weights go. */
const NOWHERE: ByteSink = { append: () => Promise.resolve() };

/** Writes the weights into a new file. */
async function writeBeside(
  graph: GraphBuilder,
  file: string,
  options: WriteModelOptions,
): Promise<WrittenGraph> {
  const handle = await withFileErrors(file, () => open(file, 'wx'));
  try {
    const append = (bytes: Uint8Array) => withFileErrors(file, () => appendTo(handle, bytes));
    return await writeGraph(graph, { append }, options);
  } finally {
    await handle.close();
  }
}

/** The system may write the bytes in several steps. */
async function appendTo(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length)
    written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
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
