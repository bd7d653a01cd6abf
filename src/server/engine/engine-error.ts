import { FileError } from '../../errors.js';
import { type ProcessWorker, WorkerError } from '../../workers/index.js';
import { ServerError } from '../problem/index.js';

/** A client may ask again after this time, in seconds. */
const RETRY_SECONDS = 2;

/** What a client is told about an error of the process that computes. */
export function toServerError(error: unknown, { exit }: Pick<ProcessWorker, 'exit'>): unknown {
  if (!(error instanceof WorkerError)) return error;
  if (error.code === 'model-not-open')
    return new ServerError('model-not-loaded', 'The model has been unloaded in the meantime.');
  return new ServerError(
    'engine-failed',
    `The process that computes ended unexpectedly (${exit ?? 'not started'}) and was started again. If the same recording does it again, the recording is at fault: convert it to WAV.`,
  );
}

/**
 * What a client is told if its recording could not be computed. Neither a model that is lost nor a file
 * that somebody deleted on the server is the fault of the client, so that it may send again.
 *
 * @param isLost whether the model was not unloaded, but could not be opened again after a crash
 */
export function toJobError(
  error: unknown,
  worker: Pick<ProcessWorker, 'exit'>,
  isLost: boolean,
): unknown {
  const retry = { cause: error, retryAfterSeconds: RETRY_SECONDS };
  if (isLost && error instanceof WorkerError && error.code === 'model-not-open')
    return new ServerError(
      'model-loading',
      `The process that computes ended unexpectedly, and the model is being loaded again. Try again in ${RETRY_SECONDS} s.`,
      retry,
    );
  if (error instanceof FileError && error.code === 'file-not-found')
    return new ServerError(
      'upload-lost',
      'The recording was deleted from the folder for uploads before it was computed. Send it again.',
      retry,
    );
  return toServerError(error, worker);
}
