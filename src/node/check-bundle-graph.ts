import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bundle } from '../bundles/index.js';
import { FileError } from '../errors.js';
import { DATA_FILE, MODEL_FILE } from '../graph-files.js';

/**
 * Checks that the graph of a bundle contains only what this project writes; see `checkGraph`.
 *
 * @throws CheckpointError `checkpoint-unsafe`; FileError
 */
export async function checkBundleGraph({ folder }: Bundle): Promise<void> {
  const path = join(folder, MODEL_FILE);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw FileError.from(error, path, 'read');
  });
  const weights = await stat(join(folder, DATA_FILE)).catch(() => undefined);
  // A graph that was checked before runs without the code that parses graphs.
  const { checkGraph } = await import('../onnx/index.js');
  checkGraph(bytes, weights?.size ?? 0, path);
}
