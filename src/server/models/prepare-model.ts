import { type Bundle, removeAbandoned } from '../../bundles/index.js';
import { cacheFolderOf, graphsFolder } from '../../cache-folder.js';
import { makeFolder, PRIVATE_FOLDER } from '../../make-folder.js';
import {
  type PrepareRequest,
  type PrepareStep,
  ProcessWorker,
  WorkerError,
} from '../../workers/index.js';
import { ServerError } from '../problem/index.js';
import { type PrepareLimits, watchPreparation } from './watch-preparation.js';

/** Limit of V8's heap in the process that prepares, in megabytes. */
const HEAP_MB = 2048;

/** Options of {@link prepareModel}. */
export type PrepareModelOptions = {
  /** Folder for temporary files of the process. */
  readonly scratch: string;
  readonly onStep: (step: PrepareStep) => void;
  /** Receives what the process writes to stderr. */
  readonly onStderr: (text: string) => void;
  readonly signal: AbortSignal;
  /** Default: {@link PrepareLimits}. */
  readonly limits?: PrepareLimits | undefined;
};

/**
 * Fetches and converts a model in its own process: this keeps hours of network and gigabytes of
 * weights out of the server, and killing the process cancels the work at any point.
 *
 * @throws as `prepareBundle`; ServerError `engine-failed`; the signal's reason
 */
export async function prepareModel(
  request: PrepareRequest,
  { scratch, onStep, onStderr, signal, limits }: PrepareModelOptions,
): Promise<Bundle> {
  signal.throwIfAborted();
  const cacheFolder = cacheFolderOf(process.env);
  // A place must exist before a process can be permitted to write there.
  await makeFolder(cacheFolder, PRIVATE_FOLDER).catch(() => undefined);
  const files = { reads: ['/'], writes: [cacheFolder] };
  const worker = new ProcessWorker({ heapMb: HEAP_MB, scratch, files, usesHub: true, onStderr });
  const kill = () => {
    worker.kill(signal.reason as Error);
  };
  signal.addEventListener('abort', kill, { once: true });
  const watch = watchPreparation(worker, limits);
  try {
    return await worker.prepare(request, {
      onStep: (step) => {
        watch.onStep(step);
        onStep(step);
      },
    });
  } catch (error) {
    throw error instanceof WorkerError && !signal.aborted ? preparationEnded(worker) : error;
  } finally {
    watch.stop();
    signal.removeEventListener('abort', kill);
    await worker.dispose();
    if (signal.aborted) await removeAbandoned(graphsFolder(cacheFolder));
  }
}

function preparationEnded({ exit }: ProcessWorker): ServerError {
  return new ServerError(
    'engine-failed',
    `The process that prepares the model ended unexpectedly (${exit ?? 'not started'}). There may be too little memory; try "wav2emo pull" on the command line.`,
  );
}
