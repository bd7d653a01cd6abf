import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { isQueueAddress, type QueueAddress } from '../../queue/index.js';
import { list, readOptions, SERVER_OPTIONS, type ServerOption, whole } from '../settings/index.js';

const { queueCa, store, objectSecret, device, jobMemoryMb } = SERVER_OPTIONS;
const { shutdownSeconds, trace, logLevel } = SERVER_OPTIONS;

/** Every setting of a worker. Flags, variables, help and documentation come from this table. */
export const WORKER_OPTIONS = {
  queue: {
    flag: 'queue',
    argument: '<address>',
    variable: 'WAV2EMO_QUEUE',
    help: 'address redis:// or rediss:// of the queue',
    schema: z
      .string()
      .refine(isQueueAddress, 'Expected an address such as redis://localhost:6379.'),
  },
  queueCa,
  store: {
    ...store,
    help: 'where the recordings wait: file:///shared/folder, s3://bucket/prefix or https://server/api/v1/objects',
  },
  objectSecret,
  models: {
    flag: 'model',
    argument: '<names...>',
    variable: 'WAV2EMO_MODEL',
    fallback: '',
    help: 'models that are loaded at the start and never unloaded; in the variable, separated by commas',
    schema: list(z.string()),
  },
  memory: {
    flag: 'memory',
    argument: '<size>',
    variable: 'WAV2EMO_MEMORY',
    help: 'budget for the files of all loaded models, in megabytes; each process counts by itself (default: half of the available memory)',
    schema: whole(1, 16_777_216),
  },
  concurrency: {
    flag: 'concurrency',
    argument: '<count>',
    variable: 'WAV2EMO_CONCURRENCY',
    help: 'recordings that are computed at once, each in a process of its own (default: the cores, or 1 if --device is not cpu)',
    schema: whole(1, 1024),
  },
  threads: {
    flag: 'threads',
    argument: '<count>',
    variable: 'WAV2EMO_THREADS',
    help: 'number of threads of each process (default: the cores, divided by --concurrency)',
    schema: whole(1, 4 * availableParallelism()),
  },
  device,
  jobMemoryMb,
  healthPort: {
    flag: 'health-port',
    argument: '<number>',
    variable: 'WAV2EMO_HEALTH_PORT',
    help: 'port of /health and /metrics; 0 for any free port (default: none)',
    schema: whole(0, 65_535),
  },
  healthHost: {
    flag: 'health-host',
    argument: '<address>',
    variable: 'WAV2EMO_HEALTH_HOST',
    fallback: '127.0.0.1',
    help: 'address on which /health and /metrics listen; they contain no recording and no result',
    schema: z.string().min(1),
  },
  shutdownSeconds: {
    ...shutdownSeconds,
    fallback: '0',
    help: 'how long a worker that is stopped finishes its recordings before it hands them back, in seconds',
  },
  trace,
  logLevel,
} as const satisfies Readonly<Record<string, ServerOption>>;

type Options = typeof WORKER_OPTIONS;
type Value<Key extends keyof Options> = z.output<Options[Key]['schema']>;
type Optional =
  'queueCa' | 'objectSecret' | 'memory' | 'concurrency' | 'threads' | 'healthPort' | 'trace';

/** The settings of a worker. */
export type WorkerSettings = {
  readonly [Key in Exclude<keyof Options, Optional>]: Value<Key>;
} & { readonly [Key in Optional]?: Value<Key> };

/**
 * Reads the settings of a worker, as `readSettings` those of a server.
 *
 * @throws RangeError
 */
export function readWorkerSettings(
  flags: Readonly<Record<string, string | boolean | undefined>>,
  env: Readonly<Record<string, string | undefined>> = {},
): WorkerSettings {
  // Each value comes from the schema of its option, which the compiler cannot see.
  const settings = readOptions(WORKER_OPTIONS, flags, env) as Partial<WorkerSettings>;
  for (const key of ['queue', 'store'] as const)
    if (settings[key] === undefined)
      throw new RangeError(`A worker needs --${key}. Give the same as for "wav2emo serve".`);
  return settings as WorkerSettings;
}

/** The address of a worker's queue. */
export function addressOf({ queue, queueCa: caFile }: WorkerSettings): QueueAddress {
  return { address: queue, caFile };
}
