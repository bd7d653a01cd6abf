import type { Finding } from '../findings.js';
import type { Label } from '../labels.js';

/** A stretch of a recording, in seconds from its start. */
export type Span = { readonly start: number; readonly end: number };

/** Somebody who talks in a conversation. */
export type Speaker = {
  /** Unique within the conversation, e.g. `speaker-1`, or `left` for a channel. */
  readonly id: string;
  /** Given by the user, or by the baseline that this voice resembles. */
  readonly name?: string | undefined;
  /** The channel that this speaker has alone, from 0; absent if the speakers share a channel. */
  readonly channel?: number | undefined;
  /** When this speaker speaks, in order and without overlap. */
  readonly speech: readonly Span[];
  /** Seconds of speech that this voice was compared with; 0 if the absolute head answered. */
  readonly baselineSeconds: number;
};

/** A stretch of one speaker's speech in which the emotion stays the same. */
export type EmotionSegment = Span & {
  /** The `id` of the speaker. */
  readonly speaker: string;
  /** The label with the largest probability. */
  readonly label: string;
  /** The probability of `label`. */
  readonly score: number;
  /** One per label, in the order of the labels, `[classes]`. */
  readonly probabilities: readonly number[];
  readonly findings: readonly Finding[];
};

/** Why a moment is worth a visit. */
export type MomentReason = 'peak' | 'turning-point';

/** A moment of a conversation that is worth listening to. */
export type Moment = Span & {
  readonly speaker: string;
  readonly label: string;
  /** The highest smoothed probability of `label` within the moment. */
  readonly score: number;
  readonly reason: MomentReason;
  /** The label before a turning point. */
  readonly before?: string | undefined;
};

/** Who sounded how, when: the result of a conversation or of any recording that is longer than a clip. */
export type Conversation = {
  readonly durationSeconds: number;
  /** Name of the model. */
  readonly model: string;
  /** All labels of the model, in its order. */
  readonly labels: readonly Label[];
  readonly speakers: readonly Speaker[];
  /** In the order of their starts. What is not speech is in no segment. */
  readonly segments: readonly EmotionSegment[];
  /** The highest rank first. */
  readonly moments: readonly Moment[];
  /** Findings about the whole recording. */
  readonly findings: readonly Finding[];
};
