import type { Finding } from '../../findings.js';
import type { BaselineJson, ComparedWith, ResultValues } from '../../inference/index.js';
import type { EndReason } from './utterance-detector.js';

/** The result of a part of a live session. */
export type LiveResult = ResultValues & {
  /** What makes the result less trustworthy. */
  readonly findings: readonly Finding[];
  /** Which head answered; absent if the model has only one. */
  readonly comparedWith?: ComparedWith;
};

/** A part of a live session, in seconds from its start. */
type LiveSpan = {
  /** The number of the utterance, from 1. */
  readonly utterance: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
};

/** What a live session reports. During silence it reports nothing. */
export type LiveEvent =
  /** Somebody speaks; sent about 0.3 s after the start. */
  | {
      readonly type: 'utterance.start';
      readonly utterance: number;
      readonly startSeconds: number;
    }
  /** The last seconds of the utterance that goes on. */
  | (LiveSpan & LiveResult & { readonly type: 'measurement' })
  /** The whole utterance. */
  | (LiveSpan & LiveResult & { readonly type: 'utterance.end'; readonly reason: EndReason })
  /** More is known about the voice; the next utterance is compared with it. */
  | {
      readonly type: 'baseline';
      /** Seconds of speech behind it. */
      readonly seconds: number;
      /** How well it is known, 0 to 1. */
      readonly reliability: number;
      /** Whether it stays as it is. */
      readonly isComplete: boolean;
    };

/** A live session as a whole. It has no label: emotions change within a session. */
export type LiveSummary = {
  readonly durationSeconds: number;
  /** The sum of all utterances. */
  readonly speechSeconds: number;
  readonly utterances: number;
  /**
   * By the ids of the labels: for a classifier the share of the speech whose utterance has this
   * label, for a regression model the mean value; both are weighted by duration. Empty without
   * speech.
   */
  readonly values: Readonly<Record<string, number>>;
  /** What the session learnt about the voice, for the next session. */
  readonly baseline?: BaselineJson;
};
