import type { GraphBuilder, WriteGraphOptions } from '../onnx/index.js';
import type { Session } from '../runtime/index.js';

/** Where a conversion writes a graph and computes it: a folder in Node, memory in a browser. */
export interface GraphPlace {
  /** Writes a graph with its weights. */
  write(graph: GraphBuilder, options: WriteGraphOptions): Promise<void>;
  /** Opens the graph that was written. */
  open(): Promise<Session>;
  /** Removes what was written. */
  clear(): Promise<void>;
}
