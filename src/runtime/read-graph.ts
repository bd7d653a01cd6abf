import { access, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errnoCode, FileError } from '../errors.js';
import { type GraphFiles, WEIGHTS_FILE } from './session.js';

/** A graph as bytes. */
export type GraphBytes = { readonly graph: Uint8Array; readonly weights?: Uint8Array };

/**
 * Reads the files of a graph into memory, and the weights beside it if only its path is given.
 *
 * @throws FileError if a file cannot be read
 */
export async function readGraph(model: GraphFiles | string): Promise<GraphBytes> {
  if (typeof model === 'string') return readFolder(model);
  const graph = await bytesOf(model.graph);
  return model.weights === undefined ? { graph } : { graph, weights: await bytesOf(model.weights) };
}

/**
 * Checks that the graph can be read, and reads the weights if the runtime does not find them by
 * itself because they do not lie beside the graph.
 *
 * @throws FileError if a file cannot be read
 */
export async function readDetachedWeights(
  model: GraphFiles | string,
): Promise<{ readonly graph: Uint8Array | string; readonly weights?: Uint8Array }> {
  const { graph, weights } = typeof model === 'string' ? { graph: model } : model;
  if (typeof graph === 'string') {
    await access(graph).catch((error: unknown) => {
      throw FileError.from(error, graph, 'read');
    });
  }
  if (weights === undefined || liesBeside(weights, graph)) return { graph };
  return { graph, weights: await bytesOf(weights) };
}

async function readFolder(path: string): Promise<GraphBytes> {
  const graph = await bytesOf(path);
  const weights = await bytesOf(join(dirname(path), WEIGHTS_FILE)).catch((error: unknown) => {
    if (error instanceof FileError && errnoCode(error.cause) === 'ENOENT') return undefined;
    throw error;
  });
  return weights ? { graph, weights } : { graph };
}

function liesBeside(weights: Uint8Array | string, graph: Uint8Array | string): boolean {
  if (typeof weights !== 'string' || typeof graph !== 'string') return false;
  return resolve(weights) === resolve(dirname(graph), WEIGHTS_FILE);
}

async function bytesOf(file: Uint8Array | string): Promise<Uint8Array> {
  if (typeof file !== 'string') return file;
  return readFile(file).catch((error: unknown) => {
    throw FileError.from(error, file, 'read');
  });
}
