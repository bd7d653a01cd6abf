import { z } from 'zod';
import { FORMAT_NAMES, type FormatName } from '../../conversation/index.js';
import { problemSchema } from '../problem/index.js';
import { prioritySchema } from './priority-schema.js';
import { problemResponses } from './problem-responses.js';

const tags = ['conversations'];
const params = z.object({ id: z.uuid() });
const formats = FORMAT_NAMES as readonly [FormatName, ...FormatName[]];

const viewSchema = z
  .object({
    id: z.string(),
    file: z.string().describe('last part of the file name that the client sent'),
    model: z.string(),
    state: z.enum(['queued', 'running', 'finished', 'failed']),
    seconds: z.number().describe('seconds of the recording that are computed'),
    conversation: z
      .unknown()
      .optional()
      .describe(
        'the result, who sounded how, when: `durationSeconds`, `labels`, `speakers` with their ' +
          'speech, `segments` with `start`, `end`, `speaker`, `label`, `score`, `probabilities` ' +
          'and `findings`, `moments` with their reasons, and `summary`',
      ),
    error: problemSchema.optional().describe('why it failed'),
  })
  .meta({ id: 'ConversationJob', description: 'A conversation and how far it is' });

/** A conversation and how far it is. */
export type ConversationView = z.input<typeof viewSchema>;

export const CREATE = {
  operationId: 'createConversation',
  tags,
  summary: 'Analyse a conversation: who sounded how, when',
  description:
    'Takes one recording of any format, as the field `files` of a form or as the body, and answers at ' +
    'once. The field `baselines` of the form is a JSON object of baselines of `POST /baselines` by the ' +
    'ids of the speakers, e.g. `left` or `speaker-1`: each speaker is compared with the own baseline ' +
    'and has its name. Others are compared with the baseline that is found in the recording. The recording is deleted when it is computed; the result is kept for as long as the server ' +
    'says with `--conversation-minutes`.',
  querystring: z.object({
    model: z.string().max(300).optional().describe('id of a model that is ready'),
    channels: z
      .enum(['split', 'mix', 'left', 'right'])
      .optional()
      .describe('which channels are analysed, each with one speaker; default: `split`'),
    speakers: z.coerce
      .number()
      .int()
      .min(1)
      .max(20)
      .optional()
      .describe('how many speakers share a single channel; default: estimated'),
    name: z.string().max(1000).optional().describe('file name of a raw body'),
    priority: prioritySchema,
  }),
  response: { 202: viewSchema, ...problemResponses(403, 409, 413, 422, 429, 503, 507) },
};

export const READ = {
  operationId: 'readConversation',
  tags,
  summary: 'Read a conversation, in any format when it is finished',
  params,
  querystring: z.object({
    format: z.enum(formats).optional().describe('default: JSON with the state of the conversation'),
    content: z.enum(['segments', 'moments']).default('segments'),
    language: z.enum(['en', 'zh']).default('en').describe('of the labels in formats for people'),
  }),
  response: { 200: viewSchema, ...problemResponses(404, 409) },
};

export const PEAKS = {
  operationId: 'readConversationPeaks',
  tags,
  summary: 'Read the outline of each channel, for drawing',
  params,
  response: {
    200: z
      .object({
        pairsPerSecond: z.number(),
        channels: z
          .array(z.array(z.number()))
          .describe('pairs of the smallest and the largest sample, -128 to 127'),
      })
      .meta({ id: 'ConversationPeaks' }),
    ...problemResponses(404, 409),
  },
};

export const EVENTS = {
  operationId: 'conversationEvents',
  tags,
  summary: 'Follow a conversation as server-sent events',
  description:
    'Events `progress` with `seconds`, `segments` with new provisional segments, and at the end ' +
    '`finished`, or `failed` with a problem. A stream begins with what was found before.',
  params,
  produces: ['text/event-stream'],
};

export const DELETE = {
  operationId: 'deleteConversation',
  tags,
  summary: 'Stop a conversation, or delete its result',
  params,
  response: { 204: z.null(), ...problemResponses(404) },
};
