import { join } from 'node:path';
import { MODEL_FILE } from '../graph-files.js';
import { type Device, openSession, type Session } from '../runtime/index.js';
import type { Bundle } from './bundle.js';

/** How a model is computed; SpeechBrain's `run_opts`. */
export type RunOptions = {
  /** Default: `cpu`. */
  readonly device?: Device;
  /** Threads of one run. Default: one for each physical core. */
  readonly threads?: number;
};

/** Opens the graph of a bundle. */
export async function openGraph(bundle: Bundle, runOpts: RunOptions = {}): Promise<Session> {
  return openSession(join(bundle.folder, MODEL_FILE), runOpts);
}
