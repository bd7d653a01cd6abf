import { once } from 'node:events';
import { listFailedJobs, QueueConnection } from '../../queue/index.js';
import {
  addressOf,
  readWorkerSettings,
  type ServerOption,
  startWorker,
  WORKER_OPTIONS,
  type WorkerSettings,
} from '../../server/index.js';
import type { CommandContext } from '../command.js';
import type { Io } from '../io.js';
import { toFlag } from '../server-flags.js';

type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Adds `worker`, which computes recordings of a queue. */
export function addWorker({ program, io }: CommandContext): void {
  const command = program
    .command('worker')
    .description('compute the recordings that servers put into a queue on Redis')
    .option('--failed', 'list the jobs that failed, one JSON object per line, and end');
  for (const option of Object.values<ServerOption>(WORKER_OPTIONS))
    command.addOption(toFlag(option));
  command.action((flags: Flags) => work(flags, io));
}

async function work({ model, failed, ...flags }: Flags, io: Io): Promise<void> {
  const models = Array.isArray(model) ? { models: model.join(',') } : {};
  const given = { ...flags, ...models } as Readonly<Record<string, string | boolean | undefined>>;
  const settings = readWorkerSettings(given, io.env);
  if (failed === true) await printFailed(settings, io);
  else await run(settings, io);
}

async function run(settings: WorkerSettings, { stdout, stderr, signal }: Io): Promise<void> {
  const worker = await startWorker(settings, stderr);
  stdout.write(`${worker.healthAddress ?? 'ready'}\n`);
  if (signal?.aborted === false) await once(signal, 'abort');
  await worker.close();
}

async function printFailed(settings: WorkerSettings, { stdout }: Io): Promise<void> {
  const connection = await QueueConnection.open(addressOf(settings));
  try {
    for (const { failedAt, ...job } of await listFailedJobs(connection)) {
      const line = { ...job, failedAt: new Date(failedAt).toISOString() };
      stdout.write(`${JSON.stringify(line)}\n`);
    }
  } finally {
    await connection.close();
  }
}
