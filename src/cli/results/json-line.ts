import {
  type EmotionResult,
  type ResultJson,
  toResultValues,
  roundTo6,
} from '../../inference/index.js';
import { describeFailure } from '../print-failures.js';

/** A result as one line of JSON. */
export type ResultLine = { readonly file: string; readonly model: string } & ResultJson & {
    readonly embedding?: readonly number[];
  };

/** A failure as one line of JSON. */
export type FailureLine = {
  readonly file: string;
  readonly error: { readonly code: string; readonly message: string };
};

/** The line of a result. */
export function toResultLine(
  file: string,
  result: EmotionResult,
  { model, withEmbedding }: { readonly model: string; readonly withEmbedding: boolean },
): ResultLine {
  const { durationSeconds, findings, embedding, comparedWith } = result;
  return {
    file,
    model,
    ...toResultValues(result),
    durationSeconds: roundTo6(durationSeconds),
    findings,
    ...(comparedWith && { comparedWith }),
    ...(withEmbedding && { embedding: Array.from(embedding) }),
  };
}

/** The line of a failure. */
export function toFailureLine(file: string, error: unknown): FailureLine {
  return { file, error: describeFailure(error) };
}
