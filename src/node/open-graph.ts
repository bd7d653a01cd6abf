import { join } from 'node:path';
import type { Bundle } from '../bundles/index.js';
import { MODEL_FILE } from '../graph-files.js';
import type { Device, Session } from '../runtime/index.js';
import { openSession } from '../runtime/node.js';

/** How a model is computed; SpeechBrain's `run_opts`. */
export type RunOptions = {
  /** Default: `cpu`. */
  readonly device?: Device;
  /** Threads of one run. Default: one per physical core. */
  readonly threads?: number;
};

/** Opens the graph of a bundle by its path, so that the runtime maps the weights into memory. */
export async function openGraph(bundle: Bundle, runOpts: RunOptions = {}): Promise<Session> {
  return openSession(join(bundle.folder, MODEL_FILE), runOpts);
}
