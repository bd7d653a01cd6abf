import { availableParallelism, freemem } from 'node:os';
import { type Bundle, type RunOptions } from '../bundles/index.js';
import { openBundle } from '../classifier/index.js';
import type { Answering } from './answering.js';
import { AnsweringThreads } from './answering-threads.js';
import { countThreads } from './count-threads.js';

/** How many recordings at once, and how each is computed. */
export type AnsweringOptions = RunOptions & {
  /** Recordings at once. Default: by {@link countThreads}. */
  readonly jobs?: number | undefined;
};

/**
 * Opens a model for so many recordings: for few of them once, to compute with all processors; for many
 * in several threads, of which each computes with one. A graphics card is never shared.
 *
 * @throws CheckpointError, FileError, DeviceError; RangeError for jobs that are no whole number from 1 on
 */
export async function openAnswering(
  bundle: Bundle,
  recordings: number,
  { jobs, ...runOpts }: AnsweringOptions,
): Promise<Answering> {
  const wanted = jobs ?? defaultJobs(bundle, recordings, runOpts);
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new RangeError(`Found ${wanted} jobs, expected a whole number from 1 on.`);
  const atOnce = Math.min(wanted, recordings);
  if (atOnce > 1)
    return AnsweringThreads.open(atOnce, {
      bundle,
      runOpts: { ...runOpts, threads: runOpts.threads ?? 1 },
    });
  const model = await openBundle(bundle, runOpts);
  return {
    // One is read while another is computed. More only take memory.
    ahead: 1,
    answerFile: (file, options) => model.answerFile(file, options),
    dispose: () => model.dispose(),
  };
}

function defaultJobs(
  { manifest }: Bundle,
  recordings: number,
  { device = 'cpu', threads }: RunOptions,
): number {
  if (device !== 'cpu' || threads !== undefined) return 1;
  const modelBytes = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const freeBytes = freemem();
  return countThreads({ recordings, cores: availableParallelism(), modelBytes, freeBytes });
}
