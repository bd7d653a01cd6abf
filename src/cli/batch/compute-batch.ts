import { toAnswer, toLine } from '../../evaluation/index.js';
import type { ModelInfo } from '../../inference/index.js';
import { classifyEach, classifyWindowsEach, type RecordingPool } from '../../workers/index.js';
import type { Comparison } from '../comparison-options.js';
import type { Io } from '../io.js';
import { describeFailure, failureLine } from '../print-failures.js';
import type { ProgressBar } from '../progress-bar.js';
import { toResultLine } from '../results/json-line.js';
import type { BatchInput } from './batch-inputs.js';
import { addOutcome, type BatchJournal, type Outcome } from './batch-journal.js';
import { RemainingTime } from './remaining-time.js';

/** How the recordings of a batch are computed. */
export type BatchRun = {
  readonly model: ModelInfo;
  readonly comparison: Comparison;
  readonly voiceActivity: boolean;
};

type PooledRun = BatchRun & {
  readonly pool: RecordingPool;
  /** Whether an error says nothing about its recording, so that the batch ends with it. */
  readonly endsBatch: (error: unknown) => boolean;
};

/** The recordings of a batch, and those without an outcome. */
export type BatchWork = {
  readonly inputs: readonly BatchInput[];
  readonly pending: readonly BatchInput[];
  readonly journal: BatchJournal;
};

/**
 * Computes the recordings that have no outcome, and adds each outcome to the journal at once.
 *
 * @returns the seconds of the recordings that have a result
 * @throws FileError if the journal cannot be written; the signal's reason
 */
export async function computeBatch(
  { inputs, pending, journal }: BatchWork,
  run: PooledRun,
  io: Io,
  progress: ProgressBar,
): Promise<number> {
  const total = inputs.length;
  const before = total - pending.length;
  const remaining = new RemainingTime(pending.length, io.stderr);
  progress.show('Classify', before, total, 'files');
  let done = before;
  let seconds = 0;
  for await (const { input, outcome, failure } of outcomesOf(pending, run, io)) {
    await addOutcome(journal, input, outcome);
    done++;
    seconds += secondsOf(outcome);
    if (failure !== undefined)
      progress.around(() => io.stderr.write(`${failureLine(input.name, failure)}\n`));
    progress.show('Classify', done, total, 'files', remaining.after(done - before));
  }
  return seconds;
}

function secondsOf(outcome: Outcome): number {
  if ('error' in outcome) return 0;
  return ('result' in outcome ? outcome.result : outcome.answer).durationSeconds;
}

type Computed = { input: BatchInput; outcome: Outcome; failure?: unknown };

async function* outcomesOf(
  pending: readonly BatchInput[],
  { pool, model, comparison, voiceActivity, endsBatch }: PooledRun,
  { signal }: Io,
): AsyncGenerator<Computed> {
  const { baseline, prior, speakerOf } = comparison;
  const options = { open: (input: BatchInput) => input.open(), signal, voiceActivity };
  const context = { model: model.name, withEmbedding: false };
  const failed = (input: BatchInput, error: unknown): Computed => {
    if (endsBatch(error)) throw error;
    return { input, failure: error, outcome: { error: describeFailure(error) } };
  };
  if (speakerOf)
    for await (const { item, result, error } of classifyWindowsEach(pool, pending, options))
      yield result
        ? { input: item, outcome: { answer: toLine(toAnswer(result)) } }
        : failed(item, error);
  else
    for await (const { item, result, error } of classifyEach(pool, pending, {
      ...{ ...options, baseline, prior },
    }))
      yield result
        ? { input: item, outcome: { result: toResultLine(item.name, result, context) } }
        : failed(item, error);
}
