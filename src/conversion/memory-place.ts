import { DATA_FILE, MODEL_FILE } from '../graph-files.js';
import { writeGraph } from '../onnx/index.js';
import type { OpenSession } from '../runtime/index.js';
import type { GraphPlace } from './graph-place.js';
import { type MemoryFile, memoryFile, MemorySink } from './memory-file.js';

/** A place whose files are blobs. */
export type MemoryPlace = GraphPlace & {
  /** The files of the graph that was written. */
  readonly files: () => readonly MemoryFile[];
};

/** A place in memory. */
export function memoryPlace(openSession: OpenSession): MemoryPlace {
  let written: readonly MemoryFile[] = [];
  const bytesOf = async (name: string) => {
    const file = written.find(({ path }) => path === name);
    return file && new Uint8Array(await file.content.arrayBuffer());
  };
  return {
    files: () => written,
    write: async (graph, options) => {
      const sink = new MemorySink();
      const { model } = await writeGraph(graph, sink, options);
      const weights = sink.finish(DATA_FILE);
      const file = await memoryFile(MODEL_FILE, model);
      written = weights.bytes > 0 ? [file, weights] : [file];
    },
    open: async () => {
      const [graph, weights] = [await bytesOf(MODEL_FILE), await bytesOf(DATA_FILE)];
      if (!graph) throw new TypeError('No graph was written to this place yet.');
      return openSession({ graph, ...(weights && { weights }) });
    },
    clear: () => {
      written = [];
      return Promise.resolve();
    },
  };
}
