import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MODEL_FILE } from '../graph-files.js';
import { writeModel } from '../onnx/node.js';
import { openSession } from '../runtime/node.js';
import type { GraphPlace } from './graph-place.js';

/** A folder on disk, which is made when a graph is written. */
export function folderPlace(folder: string): GraphPlace {
  return {
    write: async (graph, options) => {
      await writeModel(graph, folder, options);
    },
    open: () => openSession(join(folder, MODEL_FILE)),
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}
