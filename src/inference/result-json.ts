import type { Label } from '../labels.js';
import type { Answer } from './emotion-results.js';

/** What a model says, in the form of JSON: by the ids of its labels. */
export type Judgement =
  | {
      readonly label: string;
      readonly index: number;
      readonly score: number;
      readonly probabilities: Readonly<Record<string, number>>;
    }
  | { readonly dimensions: Readonly<Record<string, number>> };

/** Digits that mean something: parity with the reference ends at the fourth. */
export const roundFigure = (value: number) => Number(value.toFixed(6));

/** Values under the ids of their labels. */
export const byLabel = (labels: readonly Label[], values: Float32Array) =>
  Object.fromEntries(labels.map(({ id }, at) => [id, roundFigure(values[at] ?? NaN)]));

/** Writes an answer as the command line's JSON and the server name it. */
export function judgementOf(answer: Answer): Judgement {
  if ('dimensions' in answer) return { dimensions: byLabel(answer.labels, answer.logits) };
  const { label, index, score, probabilities, labels } = answer;
  return { label, index, score: roundFigure(score), probabilities: byLabel(labels, probabilities) };
}
