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

/**
 * A stretch of one speaker's speech in which the emotion stays the same. It lasts at most 15 s:
 * longer speech has several segments, because a single label would hide what changes within it.
 */
export type EmotionSegment = Span & {
  /** The `id` of the speaker. */
  readonly speaker: string;
  /** The label of this stretch after smoothing; nearly always that with the largest probability. */
  readonly label: string;
  /** The probability of `label`. */
  readonly score: number;
  /** The mean over the stretch, one per label, in the order of the labels, `[classes]`. */
  readonly probabilities: readonly number[];
  readonly findings: readonly Finding[];
};

/** Why a moment is worth a visit. */
export type MomentReason = 'peak' | 'turning-point';

/** How high arousal is, compared with what is usual for the speaker in this conversation. */
export type ArousalLevel = 'low' | 'usual' | 'high';

/** A moment of a conversation that is worth listening to. */
export type Moment = Span & {
  readonly speaker: string;
  /** The id of a class, or of the dimension arousal. */
  readonly label: string;
  /**
   * The highest smoothed probability of `label` within the moment; for arousal, its highest value at a
   * high level, its lowest at a low one, its median at the usual one.
   */
  readonly score: number;
  readonly reason: MomentReason;
  /** The label before a turning point, or the level of arousal before it. */
  readonly before?: string | undefined;
  /**
   * The label of the segment around a peak, if it is another one than `label`: the peak is too short or
   * too weak for a segment of its own.
   */
  readonly within?: string | undefined;
  /** Present for arousal only. */
  readonly level?: ArousalLevel | undefined;
};

/** The values of a model with dimensions, e.g. arousal, for one step of somebody's speech. */
export type CoursePoint = Span & {
  /** One per label, in the order of the labels, `[dimensions]`. */
  readonly values: readonly number[];
};

/** How much and how somebody speaks within a part of a conversation, or in all of it. */
export type SpeakerShare = {
  /** The `id` of the speaker. */
  readonly speaker: string;
  /** Seconds of speech. */
  readonly speechSeconds: number;
  /** The share of this speech by label, 0 to 1, by the ids of the labels; absent for dimensions. */
  readonly emotions?: Readonly<Record<string, number>> | undefined;
  /** The mean of each dimension over this speech, by the ids of the labels; absent for classes. */
  readonly dimensions?: Readonly<Record<string, number>> | undefined;
  /**
   * Level in decibels relative to the mean level of this speaker; 0 for the whole conversation.
   * Absent without speech.
   */
  readonly relativeDecibels?: number | undefined;
  /** Syllables in a second of speech; see `findSyllables`. Absent without speech. */
  readonly syllablesPerSecond?: number | undefined;
};

/** What a speaker does in the whole conversation. */
export type SpeakerSummary = SpeakerShare & {
  /** The mean level of the speech in decibels relative to full scale; absent without speech. */
  readonly levelDecibels?: number | undefined;
  /** The longest stretch of speech that no other speaker's turn interrupts, in seconds. */
  readonly longestMonologueSeconds: number;
  /** How often this speaker begins while another speaks, and goes on after the other has stopped. */
  readonly interruptions: number;
  /** The values along the speech; only of models with dimensions. */
  readonly course?: readonly CoursePoint[] | undefined;
};

/** A part of a conversation: a third, or one minute. */
export type ConversationPart = Span & {
  /** Seconds in which nobody speaks. */
  readonly silenceSeconds: number;
  /** Seconds in which at least two speak. */
  readonly overlapSeconds: number;
  /** One per speaker, in the order of the speakers. */
  readonly speakers: readonly SpeakerShare[];
};

/** A conversation in figures. */
export type ConversationSummary = {
  /** Seconds in which somebody speaks. */
  readonly speechSeconds: number;
  readonly silenceSeconds: number;
  readonly overlapSeconds: number;
  /** One per speaker, in the order of the speakers. */
  readonly speakers: readonly SpeakerSummary[];
  /** In order. */
  readonly parts: readonly ConversationPart[];
};

/** Who sounded how, when: the result of a conversation or of any recording that is longer than a clip. */
export type Conversation = {
  readonly durationSeconds: number;
  /** Name of the model. */
  readonly model: string;
  /** Whether the labels are classes, or dimensions without segments. */
  readonly task: 'classification' | 'regression';
  /** All labels of the model, in its order. */
  readonly labels: readonly Label[];
  readonly speakers: readonly Speaker[];
  /** In the order of their starts. What is not speech is in no segment. */
  readonly segments: readonly EmotionSegment[];
  /** The highest rank first. */
  readonly moments: readonly Moment[];
  readonly summary: ConversationSummary;
  /** Findings about the whole recording. */
  readonly findings: readonly Finding[];
};
