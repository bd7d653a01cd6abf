import type { AnswerLine } from '../../evaluation/index.js';
import { type JournalLine, type LineJournal, stampOf } from '../../line-journal.js';
import type { FailureLine, ResultLine } from '../results/json-line.js';
import type { BatchInput } from './batch-inputs.js';

/** What came of a recording: its result, its windows that are judged at the end, or why it failed. */
export type Outcome =
  | { readonly result: ResultLine }
  | { readonly answer: AnswerLine }
  | { readonly error: FailureLine['error'] };

/** The outcome of a recording in the journal; `file` is the size and time of its file. */
export type BatchLine = JournalLine & { readonly file: string } & Outcome;

/** The journal of a batch. */
export type BatchJournal = LineJournal<BatchLine>;

/** The recordings that have no outcome yet, or whose files changed. */
export async function pendingInputs(
  inputs: readonly BatchInput[],
  journal: BatchJournal,
  retriesFailed: boolean,
): Promise<readonly BatchInput[]> {
  if (journal.size === 0) return inputs;
  const pending: BatchInput[] = [];
  for (const input of inputs) {
    const line = await journal.find(input.name);
    const isDone = line && !(retriesFailed && 'error' in line);
    if (!isDone || line.file !== (await stampFor(input))) pending.push(input);
  }
  return pending;
}

/** Adds an outcome. */
export async function addOutcome(
  journal: BatchJournal,
  input: BatchInput,
  outcome: Outcome,
): Promise<void> {
  await journal.add({ key: input.name, file: await stampFor(input), ...outcome });
}

/** Empty for a file that does not exist, so that it is computed once it does. */
async function stampFor({ file }: BatchInput): Promise<string> {
  return (await stampOf(file)) ?? '';
}
