import { z } from 'zod';
import { type Finding, type FindingCode, FINDINGS } from '../findings.js';
import type { Label } from '../labels.js';
import { type ComparedWith, comparedWithSchema } from './heads/compared-with.js';

const CODES = Object.keys(FINDINGS) as [FindingCode, ...FindingCode[]];

const byLabel = z.record(z.string(), z.number());

/** The fields of a classification without what concerns the whole recording. */
export const classificationShape = {
  label: z.string().describe('id of the label with the largest probability'),
  index: z.int().nonnegative(),
  score: z.number().describe('the largest probability'),
  probabilities: byLabel.describe('one per label, by the ids of the labels; they sum to 1'),
  dimensions: byLabel
    .optional()
    .describe('one value per dimension, about 0 to 1; absent if the model has classes alone'),
};

/** The fields of a regression without what concerns the whole recording. */
export const regressionShape = {
  dimensions: byLabel.describe('one value per dimension, by their ids, about 0 to 1'),
};

/** The fields that every result has. */
export const detailsShape = {
  durationSeconds: z.number(),
  findings: z
    .array(z.object({ code: z.enum(CODES), value: z.number() }))
    .describe(
      'what makes the result less trustworthy; with `silent` or `no-speech` it means nothing',
    ),
  comparedWith: comparedWithSchema
    .optional()
    .describe('which head answered; absent if the model cannot compare a recording with a voice'),
};

/** The JSON of a result, the same on the command line, from the server and from `JSON.stringify`. */
export const resultJsonSchema = z.union([
  z.object({ ...classificationShape, ...detailsShape }),
  z.object({ ...regressionShape, ...detailsShape }),
]);

/** The outputs of a model by the ids of its labels. */
export type ResultValues =
  | {
      readonly label: string;
      readonly index: number;
      readonly score: number;
      readonly probabilities: Readonly<Record<string, number>>;
      readonly dimensions?: Readonly<Record<string, number>>;
    }
  | { readonly dimensions: Readonly<Record<string, number>> };

/** A result as JSON; see {@link resultJsonSchema}. */
export type ResultJson = ResultValues & {
  readonly durationSeconds: number;
  readonly findings: readonly Finding[];
  readonly comparedWith?: ComparedWith;
};

/** The fields of a result that its JSON is made from. */
type ResultData = {
  readonly labels: readonly Label[];
  readonly durationSeconds: number;
  readonly findings: readonly Finding[];
  readonly comparedWith?: ComparedWith;
} & (
  | {
      readonly label: string;
      readonly index: number;
      readonly score: number;
      readonly probabilities: Float32Array;
      readonly dimensions?: Readonly<Record<string, number>>;
    }
  | { readonly dimensions: object; readonly logits: Float32Array }
);

/** Rounds to six digits; parity with the reference libraries ends at the fourth. */
export const roundTo6 = (value: number) => Number(value.toFixed(6));

/** Rounded values by the ids of their labels. */
export const valuesByLabel = (labels: readonly Label[], values: Float32Array) =>
  Object.fromEntries(labels.map(({ id }, at) => [id, roundTo6(values[at] ?? NaN)]));

/** The outputs of a model as JSON. */
export function toResultValues(result: ResultData): ResultValues {
  if (!('probabilities' in result))
    return { dimensions: valuesByLabel(result.labels, result.logits) };
  const { label, index, score, probabilities, labels, dimensions } = result;
  return {
    label,
    index,
    score: roundTo6(score),
    probabilities: valuesByLabel(labels, probabilities),
    ...(dimensions && { dimensions: rounded(dimensions) }),
  };
}

const rounded = (values: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, roundTo6(value)]));

/** A result as JSON. */
export function toResultJson(result: ResultData): ResultJson {
  const { durationSeconds, findings, comparedWith } = result;
  return {
    ...toResultValues(result),
    durationSeconds: roundTo6(durationSeconds),
    findings,
    ...(comparedWith && { comparedWith }),
  };
}
