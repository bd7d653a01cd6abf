import { z } from 'zod';
import { classificationShape, detailsShape, regressionShape } from '../../inference/index.js';
import { problemSchema } from '../problem/index.js';
import { prioritySchema } from './priority-schema.js';

const span = { startSeconds: z.number(), endSeconds: z.number() };

const label = z.object({ id: z.string(), en: z.string(), zh: z.string() });

const common = {
  file: z.string().describe('last part of the file name that the client sent'),
  model: z.string(),
  ...detailsShape,
  labels: z.array(label).describe('all labels or dimensions, in the order of the model'),
  computeSeconds: z.number().describe('time from the file to the result'),
  embedding: z.array(z.number()).optional().describe('only with `embedding=true`'),
  peaks: z
    .array(z.number())
    .optional()
    .describe('only with `peaks=N`: N pairs of smallest and largest sample, -1 to 1'),
};

/** The result of one recording. */
export const resultSchema = z
  .union([
    z.object({
      ...common,
      ...classificationShape,
      dimensionLabels: z
        .array(label)
        .optional()
        .describe('the dimensions beside the classes, if the model measures any'),
      timeline: z.array(z.object({ ...span, ...classificationShape })).optional(),
    }),
    z.object({
      ...common,
      ...regressionShape,
      timeline: z.array(z.object({ ...span, ...regressionShape })).optional(),
    }),
  ])
  .meta({ id: 'Result', description: 'The result of one recording' });

/** A recording of several that cannot be classified. */
export const failedResultSchema = z
  .object({ file: z.string(), error: problemSchema })
  .meta({ id: 'FailedResult', description: 'A recording of several that cannot be classified' });

/** The results of the recordings of a request, in their order. */
export const resultsSchema = z
  .object({ results: z.array(z.union([resultSchema, failedResultSchema])) })
  .meta({ id: 'Results' });

const flag = z.enum(['true', 'false']).default('false');

/** The query of `classify`. */
export const classifyQuerySchema = z.object({
  model: z
    .string()
    .max(300)
    .optional()
    .describe(
      'id of a model that is ready; default: the default model if it is ready, else another ready one',
    ),
  timeline: flag.describe(
    'adds results along a recording of more than 4 s: windows of 2 s every second, at most 120',
  ),
  peaks: z.coerce
    .number()
    .int()
    .min(0)
    .max(4000)
    .default(0)
    .describe('adds so many pairs of peaks, for drawing the waveform'),
  embedding: flag.describe('adds the embedding'),
  name: z.string().max(1000).optional().describe('file name of a raw body, shown in the result'),
  priority: prioritySchema,
});

/** The result of one recording. */
export type Result = z.infer<typeof resultSchema>;
/** The results of the recordings of a request. */
export type Results = z.infer<typeof resultsSchema>;
