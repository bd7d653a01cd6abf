import { availableParallelism, freemem } from 'node:os';
import { type Bundle, openBundle, type RunOptions } from '../../classifier/index.js';
import type { Answering } from './answering.js';
import { AnsweringThreads } from './answering-threads.js';
import { countThreads } from './count-threads.js';

/** What the person chose, if anything. */
export type AnsweringOptions = {
  readonly device: RunOptions['device'] & string;
  /** Processors of one recording. */
  readonly threads?: number;
  /** Recordings at once. */
  readonly jobs?: number;
};

/**
 * Opens a model for so many recordings: for few of them once, to compute with all processors; for many
 * in several threads, of which each computes with one. A graphics card is never shared.
 *
 * @throws CheckpointError, FileError, DeviceError
 */
export async function openAnswering(
  bundle: Bundle,
  recordings: number,
  { device, threads, jobs = defaultJobs(bundle, recordings, device, threads) }: AnsweringOptions,
): Promise<Answering> {
  if (jobs > 1) {
    return AnsweringThreads.open(jobs, { bundle, runOpts: { device, threads: threads ?? 1 } });
  }
  const model = await openBundle(bundle, { device, ...(threads !== undefined && { threads }) });
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
  device: string,
  threads: number | undefined,
): number {
  if (device !== 'cpu' || threads !== undefined) return 1;
  const modelBytes = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const freeBytes = freemem();
  return countThreads({ recordings, cores: availableParallelism(), modelBytes, freeBytes });
}
