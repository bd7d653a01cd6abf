import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { type Bundle, toModelInfo } from '../../bundles/index.js';
import { FileError } from '../../errors.js';
import { LineJournal, workOf } from '../../line-journal.js';
import { makeFolder } from '../../make-folder.js';
import { VERSION } from '../../version.js';
import { withLock } from '../../with-lock.js';
import { openModelPool, type RecordingPool } from '../../workers/index.js';
import { writeWholeBy } from '../../write-whole.js';
import type { ComparisonOptions } from '../comparison-options.js';
import type { Io } from '../io.js';
import type { ProgressBar } from '../progress-bar.js';
import { poolOptions, type RunFlags } from '../run-options.js';
import { printableName } from '../text.js';
import type { BatchInput } from './batch-inputs.js';
import { type BatchJournal, type BatchLine, pendingInputs } from './batch-journal.js';
import { BatchSummary } from './batch-summary.js';
import { type BatchRun, computeBatch } from './compute-batch.js';
import { judgeBatch } from './judge-batch.js';
import type { QueueOptions } from './queue-options.js';
import { type OutcomeLine, writeLines } from './write-lines.js';
import { writeTable } from './write-table.js';

/** The options of a batch that its results depend on, and where they are written. */
export type BatchOptions = RunFlags &
  ComparisonOptions &
  QueueOptions & {
    readonly output: string;
    readonly retryFailed?: true;
    readonly model?: string;
    readonly revision?: string;
  };

/** A batch that is ready to run. */
export type Batch = {
  readonly inputs: readonly BatchInput[];
  readonly bundle: Bundle;
  readonly run: BatchRun;
  readonly options: BatchOptions;
};

/**
 * Computes a batch, or what an earlier run of it left, and writes the results in the order of the inputs.
 *
 * @returns the summary of all results
 * @throws FileError if the output or its journal cannot be written, or belongs to other work; the signal's
 *   reason
 */
export async function runBatch(batch: Batch, io: Io, progress: ProgressBar): Promise<BatchSummary> {
  const { output } = batch.options;
  await makeFolder(dirname(output));
  const onWait = () => {
    io.stderr.write(`Another run writes ${printableName(output)}; waiting for its end.\n`);
  };
  return await withLock(`${output}.lock`, io.signal, () => runLocked(batch, io, progress), onWait);
}

async function runLocked(batch: Batch, io: Io, progress: ProgressBar): Promise<BatchSummary> {
  const { inputs, options } = batch;
  const place = `${options.output}.journal`;
  await refuseOtherFile(options.output, place);
  const work = await workFor(batch);
  const journal = await LineJournal.open<BatchLine>(place, { work, otherWork: 'refuse' });
  try {
    progress.announce('Find what is to be computed');
    const pending = await pendingInputs(inputs, journal, options.retryFailed ?? false);
    if (journal.size > 0)
      io.stderr.write(`${inputs.length - pending.length} of ${inputs.length} files are done.\n`);
    if (pending.length > 0) await compute({ ...batch, pending, journal }, io, progress);
    progress.announce('Write the results');
    return await write(batch, journal);
  } finally {
    await journal.close(false);
  }
}

/** A file that no batch has written is not replaced. */
async function refuseOtherFile(output: string, journal: string): Promise<void> {
  const exists = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );
  if (!(await exists(output)) || (await exists(journal))) return;
  throw new FileError(
    'file-exists',
    `${output} exists already, and the journal of its batch, ${journal}, does not. Name another output, or delete the file.`,
  );
}

/** What the results depend on besides the recordings. Speakers are compared at the end. */
async function workFor({ bundle, run, options }: Batch): Promise<string> {
  const { fingerprint } = toModelInfo(bundle);
  const { comparison, voiceActivity } = run;
  const voice =
    options.baseline === undefined
      ? ''
      : createHash('sha256')
          .update(await readFile(options.baseline))
          .digest('hex');
  const judged = comparison.speakerOf ? ['windows'] : [voice, JSON.stringify(options.prior ?? {})];
  const { precision } = bundle.manifest;
  return workOf(VERSION, fingerprint, precision, options.device, `${voiceActivity}`, ...judged);
}

async function compute(
  batch: Batch & { readonly pending: readonly BatchInput[]; readonly journal: BatchJournal },
  io: Io,
  progress: ProgressBar,
): Promise<void> {
  const { pending, options, run } = batch;
  progress.announce('Open the model');
  const { pool, endsBatch } = await openPool(batch, io);
  const began = performance.now();
  const usage = process.cpuUsage();
  try {
    const audioSeconds = await computeBatch(batch, { ...run, pool, endsBatch }, io, progress);
    progress.clear();
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(usage);
    const speed = [
      `${(pending.length / seconds).toFixed(1)} files/s`,
      `${(audioSeconds / seconds).toFixed(1)} times as fast as real time`,
      // Behind a queue, other machines compute.
      ...(options.queue === undefined
        ? [`${((audioSeconds * 1e6) / (user + system)).toFixed(1)} hours of audio per core-hour`]
        : []),
    ];
    io.stderr.write(
      `Computed ${pending.length} files in ${seconds.toFixed(0)} s: ${speed.join(', ')}\n`,
    );
  } finally {
    await pool.dispose();
  }
}

/** The workers of this machine, or those behind a queue. */
async function openPool(
  { bundle, pending, options }: Batch & { readonly pending: readonly BatchInput[] },
  io: Io,
): Promise<{ pool: RecordingPool; endsBatch: (error: unknown) => boolean }> {
  if (options.queue === undefined) {
    const pool = await openModelPool(bundle, pending.length, poolOptions(options));
    return { pool, endsBatch: () => false };
  }
  // Loads the server's parts, which a batch on one machine does not need.
  const { isQueueFailure, openQueuePool } = await import('./open-queue-pool.js');
  const { model, revision, jobs } = options;
  const nonce = options.retryFailed ? String(Date.now()) : '';
  const pool = await openQueuePool({ bundle, model, revision, jobs, nonce }, options, io);
  return { pool, endsBatch: isQueueFailure };
}

async function write({ inputs, bundle, run, options }: Batch, journal: BatchJournal) {
  const { output } = options;
  const judgedPlace = `${output}.judged`;
  const { speakerOf } = run.comparison;
  const judged = speakerOf ? await judgeBatch(judgedPlace, inputs, journal, run) : undefined;
  const summary = new BatchSummary();
  const { manifest, heads } = bundle;
  const facts = {
    labels: [...manifest.labels, ...(manifest.dimensions ?? [])],
    comparesVoices: heads?.relative !== undefined,
    metadata: {
      model: manifest.name,
      sha256: toModelInfo(bundle).fingerprint,
      licence: manifest.licence ?? '',
    },
  };
  const isTable = extname(output).toLowerCase() === '.parquet';
  try {
    await writeWholeBy(output, async (path) => {
      const lines = summary.count(linesOf(inputs, judged ?? journal));
      await (isTable ? writeTable(path, lines, facts) : writeLines(path, lines));
    });
    return summary;
  } finally {
    await judged?.close(true);
    await rm(judgedPlace, { force: true });
  }
}

async function* linesOf(
  inputs: readonly BatchInput[],
  journal: BatchJournal,
): AsyncGenerator<OutcomeLine> {
  for (const { name } of inputs) {
    const line = await journal.find(name);
    if (line && 'result' in line) yield line.result;
    else if (line && 'error' in line) yield { file: name, error: line.error };
  }
}
