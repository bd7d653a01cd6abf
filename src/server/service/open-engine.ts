import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type ObjectStore, openObjectStore } from '../../object-store/index.js';
import { QueueConnection, QueueWorker } from '../../queue/index.js';
import { Engine, type EngineWorker, LimitedProcess, type ProcessOptions } from '../engine/index.js';
import { ServerError } from '../problem/index.js';
import { queueAddressOf, type ServerSettings } from '../settings/index.js';
import type { Metrics } from './metrics.js';
import type { ServedObjects } from './served-objects.js';
import { addQueueMetrics, keepClean } from './watch-queue.js';

/** What opens an engine. */
export type EngineParts = {
  readonly settings: ServerSettings;
  /** Of the process on this machine. */
  readonly limited: ProcessOptions;
  /** The objects that this server serves, if it does. */
  readonly objects: ServedObjects | undefined;
  readonly metrics: Metrics;
  readonly log: Logger;
};

/** An engine, and the Redis of its queue if it has one. */
export type OpenedEngine = { readonly engine: Engine; readonly redis?: Redis };

/**
 * Makes what computes recordings: a process on this machine, or workers behind a queue.
 *
 * @throws QueueError `queue-unavailable`; what is wrong with the store
 */
export async function openEngine(parts: EngineParts): Promise<OpenedEngine> {
  const address = queueAddressOf(parts.settings);
  if (!address) return { engine: new Engine(new LimitedProcess(parts.limited)) };
  const connection = await QueueConnection.open(address, logging(parts));
  return { engine: new Engine(await openQueueWorker(parts, connection)), redis: connection.redis };
}

function logging({ log }: EngineParts): (error: Error) => void {
  return ({ message }) => {
    log.warn({ message }, 'the connection to the queue failed; it is opened again');
  };
}

async function openQueueWorker(
  parts: EngineParts,
  connection: QueueConnection,
): Promise<EngineWorker> {
  const { settings, metrics, log } = parts;
  try {
    const store = await openStore(parts);
    const limits = {
      waitSeconds: settings.queueWaitSeconds,
      resultSeconds: settings.queueResultSeconds,
      failedHours: settings.queueFailedHours,
    };
    const options = { connection, store, limits, seconds: settings.jobSeconds };
    const worker = new QueueWorker({ ...options, errors: { ServerError } });
    addQueueMetrics(worker, metrics);
    const { queueResultSeconds: resultSeconds } = settings;
    void keepClean(worker, {
      ...{ store, log, resultSeconds },
      olderThanSeconds: longestSeconds(settings),
    });
    return worker;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The store of the settings, else the objects that this server serves. */
async function openStore({ settings, objects }: EngineParts): Promise<ObjectStore> {
  if (settings.store === undefined && objects) return objects.store;
  return await openObjectStore(settings.store ?? '', { secret: settings.objectSecret });
}

/** A recording is answered after this time, or never. */
function longestSeconds(settings: ServerSettings): number {
  const { queueWaitSeconds, jobSeconds, conversationSeconds } = settings;
  const tries = 3;
  return tries * (queueWaitSeconds + Math.max(jobSeconds, conversationSeconds));
}
