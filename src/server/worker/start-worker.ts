import { availableParallelism, tmpdir } from 'node:os';
import type { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { openObjectStore } from '../../object-store/index.js';
import { QueueConnection, queueNameOf } from '../../queue/index.js';
import { startTracing } from '../../telemetry/index.js';
import type { PreparedModel, PrepareRequest } from '../../workers/index.js';
import { makeLogger } from '../logger.js';
import { modelPlaces } from '../models/model-places.js';
import { prepareModel } from '../models/prepare-model.js';
import { toPreparedModel } from '../models/to-prepared-model.js';
import { UploadFolder } from '../uploads/index.js';
import { openHealth } from './health.js';
import { ModelShelf } from './model-shelf.js';
import { ProcessPool } from './process-pool.js';
import { QueueServers } from './queue-servers.js';
import { observeJobs, WorkerMetrics } from './worker-metrics.js';
import { addressOf, type WorkerSettings } from './worker-settings.js';

/** A worker that takes jobs. */
export type RunningWorker = {
  /** URL of its health; absent without `--health-port`. */
  readonly healthAddress: string | undefined;
  /** Hands running jobs back to the queue and cleans up. */
  readonly close: () => Promise<void>;
};

/** Bytes of a megabyte, as disks and networks count them. */
const MEGABYTE = 1_000_000;
/** The share of the available memory that models may take unless `--memory` says otherwise. */
const MEMORY_SHARE = 0.5;
/** A job without a limit of its own. */
const DEFAULT_SECONDS = 300;

/**
 * Starts a worker: it takes recordings from a queue and computes them until it is closed.
 *
 * @param logs receives the structured log, one JSON object per line
 * @throws QueueError `queue-unavailable`; what is wrong with the store or with a named model
 */
export async function startWorker(
  settings: WorkerSettings,
  logs: Writable,
): Promise<RunningWorker> {
  const log = makeLogger(settings.logLevel, logs);
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    const healthAddress = await open(settings, log, closing);
    return { healthAddress, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens the parts of a worker one after the other; they are closed in the reverse order. */
async function open(
  settings: WorkerSettings,
  log: Logger,
  closing: (() => Promise<void>)[],
): Promise<string | undefined> {
  const tracing = await startTracing({
    service: 'wav2emo-worker',
    env: process.env,
    url: settings.trace,
    onWarning: (text) => {
      log.warn({ text }, 'traces could not be sent');
    },
  });
  closing.push(() => tracing.close());
  const connection = await QueueConnection.open(addressOf(settings), ({ message }) => {
    log.warn({ message }, 'the connection to the queue failed; it is opened again');
  });
  closing.push(() => connection.close());
  const store = await openObjectStore(settings.store, {
    secret: settings.objectSecret,
    scratch: tmpdir(),
  });
  closing.push(() => store.close());
  const files = await UploadFolder.open({ largestBytes: Infinity, maxFiles: Infinity });
  closing.push(() => files.dispose());
  const { concurrency = usualConcurrency(settings) } = settings;
  const metrics = new WorkerMetrics();
  const reads = [files.folder, ...(await placesOf(settings.models))];
  const limited = processOptions({ settings, concurrency, files, reads, log, metrics });
  const pool = new ProcessPool(concurrency, limited, files);
  const prepare = preparing(files.scratch, log);
  const bytes = modelBytes(settings);
  const shelf = new ModelShelf({ pool, prepare, bytes, copies: concurrency });
  closing.push(() => shelf.dispose());
  const onEnd = observeJobs(metrics, log);
  const servers = new QueueServers({ connection, store, shelf, concurrency, log, onEnd });
  closing.push(() => servers.close(settings.shutdownSeconds));
  metrics.watch({ shelf, servers, pool });
  const health = await openHealth(settings, { connection, shelf, servers, metrics });
  closing.push(async () => health?.close());
  for (const source of settings.models) {
    const model = await prepare({ source });
    const name = queueNameOf(model);
    await shelf.pin(name, model);
    servers.serve(name);
    log.info({ model: model.name, queue: name }, 'a model is ready');
  }
  servers.look();
  return health?.address;
}

/** Many recordings with one core each are computed faster than one after the other with all cores. */
function usualConcurrency({ device }: WorkerSettings): number {
  return device === 'cpu' ? availableParallelism() : 1;
}

/** The budget for the files of all models. It grows with the machine, as the number of processes does. */
function modelBytes({ memory }: WorkerSettings): number {
  return memory === undefined ? MEMORY_SHARE * process.availableMemory() : memory * MEGABYTE;
}

/** The folders in which models may lie. */
async function placesOf(models: readonly string[]): Promise<string[]> {
  const places = await Promise.all([undefined, ...models].map((model) => modelPlaces(model)));
  return [...new Set(places.flat())];
}

type ProcessParts = {
  readonly settings: WorkerSettings;
  readonly concurrency: number;
  readonly files: UploadFolder;
  readonly reads: readonly string[];
  readonly log: Logger;
  readonly metrics: WorkerMetrics;
};

function processOptions({ settings, concurrency, files, reads, log, metrics }: ProcessParts) {
  const { device, jobMemoryMb } = settings;
  const { threads = Math.max(1, Math.floor(availableParallelism() / concurrency)) } = settings;
  return {
    runOpts: { device, threads },
    limits: { seconds: DEFAULT_SECONDS, memoryBytes: jobMemoryMb * MEGABYTE },
    scratch: files.scratch,
    reads,
    onStderr: (text: string) => {
      log.error({ text }, 'a child process wrote to stderr');
    },
    onEnd: () => {
      log.warn('a computing process ended');
      metrics.countRestart();
    },
    onLost: (model: string, error: unknown) => {
      log.error({ model, err: error }, 'a model could not be opened again; the next job tries it');
    },
  };
}

function preparing(scratch: string, log: Logger) {
  const { signal } = new AbortController();
  return async (request: PrepareRequest): Promise<PreparedModel> => {
    const options = {
      ...{ scratch, signal },
      onStep: () => undefined,
      onStderr: (text: string) => {
        log.error({ text }, 'a child process wrote to stderr');
      },
    };
    return toPreparedModel(await prepareModel(request, options), request);
  };
}
