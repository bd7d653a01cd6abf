import { z } from 'zod';
import { detailsShape, roundTo6 } from '../inference/index.js';
import type { Conversation } from './conversation.js';

const span = {
  start: z.number().describe('seconds from the start of the recording'),
  end: z.number().describe('seconds from the start of the recording'),
};
const seconds = z.number().nonnegative();
const byLabel = z.record(z.string(), z.number());
const speaker = z.string().describe('id of the speaker');
const findings = detailsShape.findings;

const share = {
  speaker,
  speechSeconds: seconds,
  emotions: byLabel.optional().describe('share of the speech by label, 0 to 1'),
  dimensions: byLabel.optional().describe('mean of each dimension'),
  relativeDecibels: z.number().optional().describe('level relative to the mean of this speaker'),
  syllablesPerSecond: z.number().optional(),
};

const summary = z.object({
  speechSeconds: seconds.describe('in which somebody speaks'),
  silenceSeconds: seconds.describe('in which nobody speaks'),
  overlapSeconds: seconds.describe('in which at least two speak'),
  speakers: z.array(
    z.object({
      ...share,
      levelDecibels: z.number().optional().describe('mean level relative to full scale'),
      longestMonologueSeconds: seconds,
      interruptions: z.int().nonnegative(),
      course: z.array(z.object({ ...span, values: z.array(z.number()) })).optional(),
    }),
  ),
  parts: z.array(
    z.object({
      ...span,
      silenceSeconds: seconds,
      overlapSeconds: seconds,
      speakers: z.array(z.object(share)),
    }),
  ),
});

/** The JSON of a {@link Conversation}, which is plain data itself. */
export const conversationSchema: z.ZodType<Conversation> = z.object({
  durationSeconds: z.number(),
  model: z.string(),
  task: z.enum(['classification', 'regression']),
  labels: z.array(z.object({ id: z.string(), en: z.string(), zh: z.string() })),
  speakers: z.array(
    z.object({
      id: z.string().describe('`left`, `right`, `channel-3`, or `speaker-1` on a shared channel'),
      name: z.string().optional(),
      channel: z.int().nonnegative().optional().describe('the channel of this speaker alone'),
      speech: z.array(z.object(span)),
      baselineSeconds: seconds.describe('speech that this voice was compared with; 0 for none'),
    }),
  ),
  segments: z
    .array(
      z.object({
        ...span,
        speaker,
        label: z.string().describe('id of the label'),
        score: z.number().describe('probability of the label'),
        probabilities: z.array(z.number()).describe('one per label, in the order of the labels'),
        findings,
      }),
    )
    .describe('at most 15 s each, in the order of their starts; silence is in no segment'),
  moments: z
    .array(
      z.object({
        ...span,
        speaker,
        label: z.string().describe('id of a class, or of the dimension arousal'),
        score: z.number().describe('probability of the label, or value of arousal'),
        reason: z.enum(['peak', 'turning-point']),
        before: z.string().optional().describe('the label or level before a turning point'),
        within: z
          .string()
          .optional()
          .describe('the label of the segment around a peak, if it is another one'),
        level: z
          .enum(['low', 'usual', 'high'])
          .optional()
          .describe('of arousal, compared with what is usual for the speaker'),
      }),
    )
    .describe('the strongest first'),
  summary,
  findings,
});

/** A conversation as JSON: every number is rounded to six digits. */
export function toConversationJson(conversation: Conversation): Conversation {
  return JSON.parse(JSON.stringify(conversation, rounded)) as Conversation;
}

const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? roundTo6(value) : value;
