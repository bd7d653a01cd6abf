import { join } from 'node:path';
import { MODEL_FILE } from '../graph-files.js';
import { type Device, openSession, type Session } from '../runtime/index.js';
import type { Bundle } from './bundle.js';
import { refuseOverflow } from './refuse-overflow.js';

/** How a model is computed; SpeechBrain's `run_opts`. */
export type RunOptions = {
  /** Default: `cpu`. */
  readonly device?: Device;
  /** Threads of one run. Default: one for each physical core. */
  readonly threads?: number;
};

/**
 * Opens the graph of a bundle.
 *
 * @throws CheckpointError `checkpoint-unsupported` where this processor would compute it wrongly
 */
export async function openGraph(bundle: Bundle, runOpts: RunOptions = {}): Promise<Session> {
  if ((runOpts.device ?? 'cpu') === 'cpu') await refuseOverflow(bundle.manifest);
  return openSession(join(bundle.folder, MODEL_FILE), runOpts);
}
