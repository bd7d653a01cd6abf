import { z } from 'zod';
import { CheckpointError } from '../../errors.js';
import { type Heads, headsSchema } from './heads.js';

/** An error message shows at most this many validation errors. */
const MAX_PROBLEM_LINES = 4;

/**
 * Parses the text of a `heads.json`.
 *
 * @param place path or address of the file, for the error message
 * @throws CheckpointError `checkpoint-corrupt` if it does not contain heads that this version reads
 */
export function parseHeads(text: string, place: string): Heads {
  const found = headsSchema.safeParse(parseJson(text, place));
  if (found.success) return found.data;
  const problems = z.prettifyError(found.error).split('\n').slice(0, MAX_PROBLEM_LINES).join(' ');
  throw corruptHeads(place, `does not contain heads that this version reads (${problems})`);
}

/** What the heads of a model have to match. */
export type HeadsOwner = {
  readonly name: string;
  readonly task: 'classification' | 'regression';
  readonly embeddingSize: number;
  /** Ids of the labels of the graph, in the order of its outputs. */
  readonly labels: readonly string[];
};

/**
 * Checks that heads belong to a model.
 *
 * @param place path or address of the heads, for the error message
 * @throws CheckpointError `checkpoint-mismatch` if they do not
 */
export function checkHeads(heads: Heads, model: HeadsOwner, place: string): void {
  const problem = findMismatch(heads, model);
  if (problem === undefined) return;
  throw new CheckpointError(
    'checkpoint-mismatch',
    `${place} does not belong to ${model.name}: ${problem}. Use the heads that were trained with this model.`,
  );
}

function findMismatch(heads: Heads, model: HeadsOwner): string | undefined {
  const size = (heads.absolute ?? heads.relative)?.weight[0]?.length ?? 0;
  if (model.task !== 'classification') return 'the model predicts dimensions and has no classes';
  if (size !== model.embeddingSize)
    return `the heads take embeddings of ${size} numbers, and the model computes ${model.embeddingSize}`;
  const [found, expected] = [heads.labels.join(', '), model.labels.join(', ')];
  if (!heads.absolute && found !== expected)
    return `without an absolute head, its labels must be those of the graph; found ${found}, expected ${expected}`;
  return undefined;
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw corruptHeads(place, `is not JSON (${String(error)})`, error);
  }
}

function corruptHeads(place: string, problem: string, cause?: unknown): CheckpointError {
  return new CheckpointError(
    'checkpoint-corrupt',
    `${place} ${problem}. Copy, pull or convert the model again.`,
    { cause },
  );
}
