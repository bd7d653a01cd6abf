import { availableParallelism } from 'node:os';
import type { Bundle } from '../bundles/index.js';
import type { RunOptions } from '../node/index.js';
import { countThreads } from './count-threads.js';
import { ModelPool } from './model-pool.js';
import { nodeWorker } from './node-worker.js';
import { ThreadWorker } from './thread-worker.js';

/** Recordings that are begun per thread, so that a long one does not keep the others waiting. */
const BEGUN_PER_THREAD = 4;

/** How many recordings in parallel, and how each is computed. */
export type ModelPoolOptions = RunOptions & {
  /** Recordings in parallel. Default: see {@link countThreads}. */
  readonly jobs?: number | undefined;
};

/**
 * Opens a model for a number of recordings. For a few recordings the model is opened once and uses
 * all cores; for many, several threads are started with one core and one copy of the model each. A
 * graphics card always gets a single copy.
 *
 * @throws CheckpointError, FileError, DeviceError; RangeError if `jobs` is not a whole number above 0
 */
export async function openModelPool(
  bundle: Bundle,
  recordings: number,
  { jobs, ...runOpts }: ModelPoolOptions,
): Promise<ModelPool> {
  const wanted = jobs ?? defaultJobs(bundle, recordings, runOpts);
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new RangeError(`Found ${wanted} jobs, expected a whole number above 0.`);
  const { folder } = bundle;
  const workers = Math.max(1, Math.min(wanted, recordings));
  if (workers === 1)
    return ModelPool.open({
      workers,
      start: (model) => started(nodeWorker(), model, { folder, runOpts }),
      // One recording is decoded while another is computed; more would only take memory.
      recordingsPerWorker: 2,
      ahead: 1,
    });
  const request = { folder, runOpts: { ...runOpts, threads: runOpts.threads ?? 1 } };
  return ModelPool.open({
    workers,
    start: (model) => started(new ThreadWorker(), model, request),
    recordingsPerWorker: 1,
    ahead: BEGUN_PER_THREAD * workers,
  });
}

async function started<W extends Pick<ThreadWorker, 'open' | 'dispose'>>(
  worker: W,
  model: string,
  request: { readonly folder: string; readonly runOpts: RunOptions },
): Promise<W> {
  try {
    await worker.open(model, request);
    return worker;
  } catch (error) {
    await worker.dispose();
    throw error;
  }
}

function defaultJobs(
  { manifest }: Bundle,
  recordings: number,
  { device = 'cpu', threads }: RunOptions,
): number {
  if (device !== 'cpu' || threads !== undefined) return 1;
  const modelBytes = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  // Unlike `os.freemem`, this respects the limits of a container.
  const freeBytes = process.availableMemory();
  return countThreads({ recordings, cores: availableParallelism(), modelBytes, freeBytes });
}
