import { z } from 'zod';
import { FINDINGS, type FindingCode } from '../../findings.js';
import { problemSchema } from '../http/problem.js';

const CODES = Object.keys(FINDINGS) as [FindingCode, ...FindingCode[]];

const byLabel = z.record(z.string(), z.number());

const classification = {
  label: z.string().describe("the winning label's id"),
  index: z.int().nonnegative(),
  score: z.number().describe('its probability'),
  probabilities: byLabel.describe("by the labels' ids; their sum is 1"),
};

const regression = { dimensions: byLabel.describe("by the dimensions' ids, about 0 to 1") };

const span = { startSeconds: z.number(), endSeconds: z.number() };

const common = {
  file: z.string().describe('last part of the name that the client gave'),
  model: z.string(),
  durationSeconds: z.number(),
  findings: z
    .array(z.object({ code: z.enum(CODES), value: z.number() }))
    .describe('what makes the answer doubtful; with `silent` or `no-speech` it means nothing'),
  labels: z
    .array(z.object({ id: z.string(), en: z.string(), zh: z.string() }))
    .describe('all labels or dimensions, in the order of the model'),
  computeSeconds: z.number().describe('from the file to the answer'),
  embedding: z.array(z.number()).optional().describe('with `embedding=true`'),
  peaks: z
    .array(z.number())
    .optional()
    .describe('with `peaks=N`: N pairs of least and largest sample, -1 to 1'),
};

/** The answer on a recording. */
export const resultSchema = z
  .union([
    z.object({
      ...common,
      ...classification,
      timeline: z.array(z.object({ ...span, ...classification })).optional(),
    }),
    z.object({
      ...common,
      ...regression,
      timeline: z.array(z.object({ ...span, ...regression })).optional(),
    }),
  ])
  .meta({ id: 'Result', description: 'The answer on a recording' });

/** A recording of several that could not be answered on. */
export const failedResultSchema = z
  .object({ file: z.string(), error: problemSchema })
  .meta({ id: 'FailedResult', description: 'A recording of several that was not answered on' });

/** The answers on the recordings of a request, in their order. */
export const resultsSchema = z
  .object({ results: z.array(z.union([resultSchema, failedResultSchema])) })
  .meta({ id: 'Results' });

const flag = z.enum(['true', 'false']).default('false');

/** The query of `classify`. */
export const classifyQuerySchema = z.object({
  model: z.string().max(300).optional().describe('id; the ready one if there is one only'),
  timeline: flag.describe(
    'the emotion along a recording of more than 4 s: windows of 2 s every second, at most 120 of them',
  ),
  peaks: z.coerce.number().int().min(0).max(4000).default(0).describe('outline for drawing'),
  embedding: flag.describe('the embedding as well'),
  name: z.string().max(1000).optional().describe('what a raw body is called in the answer'),
});

/** The answer on a recording. */
export type Result = z.infer<typeof resultSchema>;
/** The answers on the recordings of a request. */
export type Results = z.infer<typeof resultsSchema>;
