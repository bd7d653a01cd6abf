import { z } from 'zod';
import { LIVE_RANGES } from '../../conversation/index.js';
import {
  baselineSchema,
  classificationShape,
  detailsShape,
  regressionShape,
} from '../../inference/index.js';
import { LIVE_LIMITS, SAMPLE_RATES } from './limits.js';

const range = ({ least, most, usual }: { least: number; most: number; usual: number }) =>
  z.number().min(least).max(most).default(usual);

/** The settings of a session. */
export const sessionSchema = z
  .strictObject({
    model: z
      .string()
      .max(200)
      .optional()
      .describe('id of a model that is ready; default: the default model'),
    encoding: z.literal('pcm_s16le').default('pcm_s16le').describe('signed 16-bit, little-endian'),
    sampleRate: z
      .literal([...SAMPLE_RATES])
      .default(16_000)
      .describe('of the frames, in hertz'),
    channels: z.literal(1).default(1),
    intervalSeconds: range(LIVE_RANGES.intervalSeconds).describe('time between measurements'),
    windowSeconds: range(LIVE_RANGES.windowSeconds).describe('speech that is measured'),
    silenceSeconds: range(LIVE_RANGES.silenceSeconds).describe('silence that ends an utterance'),
    learnSeconds: range(LIVE_RANGES.learnSeconds).describe('speech that a baseline is learnt from'),
    baseline: z
      .union([z.literal(['learn', 'none']), baselineSchema])
      .default('learn')
      .describe('what the voice is compared with: itself at the beginning, nothing, or a baseline'),
  })
  .meta({ id: 'LiveSession' });

/** The settings of a session, with the defaults. */
export type SessionSettings = z.output<typeof sessionSchema>;

/** What a client sends as text; binary messages are frames. */
export const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('session.update').describe('the first message'),
    session: sessionSchema.prefault({}),
  }),
  z.strictObject({
    type: z.literal('session.end').describe('no more frames will come; the results are sent'),
  }),
]);

const span = {
  utterance: z.int().min(1).describe('number of the utterance'),
  startSeconds: z.number().describe('from the first sample of the session'),
  endSeconds: z.number(),
};

const details = { findings: detailsShape.findings, comparedWith: detailsShape.comparedWith };

const result = z.union([
  z.object({ ...classificationShape, ...details }),
  z.object({ ...regressionShape, ...details }),
]);

const label = z.object({ id: z.string(), en: z.string().optional(), zh: z.string().optional() });

/** What the server sends, always as text. */
export const serverMessageSchema = z.union([
  z.object({
    type: z.literal('session.created'),
    limits: z.object({
      messageBytes: z.literal(LIVE_LIMITS.messageBytes),
      frameSeconds: z.literal(LIVE_LIMITS.frameSeconds),
      sessionSeconds: z.number(),
    }),
  }),
  z.object({
    type: z.literal('session.updated').describe('the model is open; frames may be sent before it'),
    session: sessionSchema.extend({ baseline: z.enum(['learn', 'none', 'given']) }),
    model: z.string(),
    labels: z.array(label),
  }),
  z.object({
    type: z.literal('utterance.start').describe('somebody speaks'),
    utterance: span.utterance,
    startSeconds: span.startSeconds,
  }),
  z.object({ type: z.literal('measurement'), ...span }).and(result),
  z
    .object({
      type: z.literal('utterance.end').describe('the result of the whole utterance'),
      ...span,
      reason: z.enum(['silence', 'length', 'session-end']),
    })
    .and(result),
  z.object({
    type: z.literal('baseline').describe('the next utterance is compared with what was learnt'),
    seconds: z.number().describe('speech behind the baseline'),
    reliability: z.number().describe('0 to 1'),
    isComplete: z.boolean().describe('whether it stays as it is'),
  }),
  z.object({
    type: z.literal('session.ended').describe('the last message; the socket closes'),
    durationSeconds: z.number(),
    speechSeconds: z.number(),
    utterances: z.int(),
    values: z
      .record(z.string(), z.number())
      .describe('share of the speech by label, or the mean of each dimension'),
    baseline: baselineSchema.optional().describe('what was learnt, for the next session'),
  }),
  z.object({
    type: z.literal('error').describe('the socket closes with the code as its reason'),
    code: z.string(),
    message: z.string(),
  }),
]);

/** What the server sends. */
export type ServerMessage = z.output<typeof serverMessageSchema>;
