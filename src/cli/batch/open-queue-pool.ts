import type { Bundle } from '../../bundles/index.js';
import { ObjectStoreError } from '../../errors.js';
import { openObjectStore } from '../../object-store/index.js';
import { isQueueAddress, QueueConnection, QueueError, QueuePool } from '../../queue/index.js';
import { QueueWorker, withoutSecrets } from '../../queue/index.js';
import { ServerError, toPreparedModel } from '../../server/index.js';
import type { Io } from '../io.js';
import { printable } from '../text.js';
import type { QueueOptions } from './queue-options.js';

/** Recordings that are in the queue at once; more would fill the store. */
const IN_QUEUE = 64;
/** A program that was killed finds results for this time, in seconds. */
const RESULT_SECONDS = 600;
/** As long as a server keeps failed jobs. */
const FAILED_HOURS = 168;
/** Time limit for computing a recording of a batch, in seconds. */
const JOB_SECONDS = 3600;

/** What a queue computes for a batch. */
export type QueueBatch = {
  readonly bundle: Bundle;
  /** As it was named, so that workers find the same model. */
  readonly model: string | undefined;
  readonly revision: string | undefined;
  readonly jobs: number | undefined;
  /** Makes the jobs of this run differ from those of an earlier one. Default: they are the same. */
  readonly nonce: string;
};

/**
 * Opens the queue of a batch and waits until a worker has the model.
 *
 * @throws QueueError, ObjectStoreError; RangeError if an option is missing
 */
export async function openQueuePool(
  { bundle, model = bundle.manifest.name, revision, jobs = IN_QUEUE, nonce }: QueueBatch,
  { queue: address = '', queueCa: caFile, waitHours, ...options }: QueueOptions,
  { stderr, env }: Io,
): Promise<QueuePool> {
  const place = options.store ?? env['WAV2EMO_STORE'];
  if (!isQueueAddress(address))
    throw new RangeError(
      `--queue: found ${address}, expected an address with redis:// or rediss://.`,
    );
  if (place === undefined)
    throw new RangeError(
      '--queue needs a place where recordings wait. Add --store, as the workers have it.',
    );
  const store = await openObjectStore(place, { secret: env['WAV2EMO_OBJECT_SECRET'] });
  const connection = await QueueConnection.open({ address, caFile }, ({ message }) => {
    stderr.write(
      `The connection to the queue failed, and is opened again: ${printable(message)}\n`,
    );
  });
  const limits = {
    waitSeconds: waitHours * 3600,
    ...{ resultSeconds: RESULT_SECONDS, failedHours: FAILED_HOURS },
  };
  const worker = new QueueWorker({
    ...{ connection, store, limits, seconds: JOB_SECONDS },
    errors: { ServerError },
  });
  stderr.write(`Waiting for a worker of ${withoutSecrets(address)} that has the model.\n`);
  const request = { source: model, ...(revision !== undefined && { revision }) };
  try {
    return await QueuePool.open(worker, toPreparedModel(bundle, request), {
      ...{ ahead: jobs - 1, work: nonce },
    });
  } catch (error) {
    await worker.dispose();
    throw error;
  }
}

/** Whether an error says something about the queue and nothing about the recording. */
export function isQueueFailure(error: unknown): boolean {
  return error instanceof QueueError || error instanceof ObjectStoreError;
}
