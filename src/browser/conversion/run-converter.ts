import type { CheckpointHints, MemoryBundle, PrecisionChoice } from '../../conversion/web.js';
import { CheckpointError } from '../../errors.js';
import { deserializeError } from '../../workers/web.js';
import { newWorker } from '../engine/new-worker.js';
import type { WorkerLike } from '../platform.js';
import type { ConversionReply, ConversionRequest } from './messages.js';

/** How a checkpoint is converted. */
export type ConversionOptions = Partial<Omit<CheckpointHints, 'repository'>> & {
  /**
   * Number format of the matrices. Every other one than `fp32` is measured beside `fp32`, and refused if it
   * differs too much; `auto` then takes `fp32`. Default: `fp32`.
   */
  readonly precision?: PrecisionChoice;
  /** Called while a checkpoint is converted, which happens once. */
  readonly onConvert?: (doneBytes: number, totalBytes: number) => void;
  /** Called while a smaller graph is compared with the full model, which happens once, too. */
  readonly onMeasure?: (doneRecordings: number, totalRecordings: number) => void;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Converts a checkpoint in a worker of its own, which ends afterwards.
 *
 * @param address of the worker's program
 * @throws CheckpointError, FileError, DeviceError; the signal's reason
 */
export async function runConverter(
  address: string,
  request: ConversionRequest,
  { onConvert, onMeasure, signal }: ConversionOptions,
): Promise<MemoryBundle['files']> {
  signal?.throwIfAborted();
  const worker = newWorker(address);
  let stop = (): void => undefined;
  try {
    return await new Promise<MemoryBundle['files']>((resolve, reject) => {
      stop = () => {
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', stop, { once: true });
      listen(worker, (reply) => {
        if (reply.kind === 'converting') onConvert?.(reply.done, reply.total);
        else if (reply.kind === 'measuring') onMeasure?.(reply.done, reply.total);
        else if (reply.kind === 'done') resolve(reply.files);
        else reject(outOfMemory(deserializeError(reply.error), request));
      });
      worker.addEventListener('error', () => {
        reject(ended(request));
      });
      worker.postMessage(request);
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    worker.terminate();
  }
}

function listen(worker: WorkerLike, onReply: (reply: ConversionReply) => void): void {
  worker.addEventListener('message', ({ data }) => {
    onReply(data as ConversionReply);
  });
}

/** What browsers say if they have no memory left is of no use to a reader. */
function outOfMemory(error: Error, request: ConversionRequest): Error {
  const isMemory = error instanceof RangeError && /allocation|memory/i.test(error.message);
  return isMemory ? ended(request, error) : error;
}

function ended({ hints }: ConversionRequest, cause?: Error): CheckpointError {
  return new CheckpointError(
    'checkpoint-too-large',
    `The browser ended the conversion of ${hints.name}, most likely because its memory ran out. Close other tabs and try again, or convert the model with the command line (wav2emo convert) and open the bundle that it writes.`,
    { cause },
  );
}
