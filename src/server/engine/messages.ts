import type { Finding } from '../../findings.js';
import type { Label } from '../../labels.js';
import type { Judgement } from '../../inference/index.js';
import type { RunOptions } from '../../bundles/index.js';
import type { ProblemData } from '../problem/index.js';

/** What is wanted of a recording besides the answer. */
export type AnswerOptions = {
  /** The emotion along the recording. */
  readonly timeline: boolean;
  /** Pairs of minimum and maximum for drawing; 0 for none. */
  readonly peaks: number;
  readonly embedding: boolean;
};

/** A stretch of a recording and its answer. */
export type TimelineEntry = {
  readonly startSeconds: number;
  readonly endSeconds: number;
} & Judgement;

/** The answer on a recording. */
export type RecordingAnswer = Judgement & {
  /** The model's name. */
  readonly model: string;
  readonly labels: readonly Label[];
  readonly durationSeconds: number;
  readonly findings: readonly Finding[];
  /** Time from the file to the answer. */
  readonly computeSeconds: number;
  readonly embedding?: readonly number[];
  readonly timeline?: readonly TimelineEntry[];
  readonly peaks?: readonly number[];
};

/** What the server asks of the process that computes. */
export type EngineRequest =
  | {
      readonly kind: 'open';
      readonly call: number;
      readonly model: string;
      /** A bundle. */
      readonly folder: string;
      readonly runOpts: RunOptions;
    }
  | { readonly kind: 'close'; readonly call: number; readonly model: string }
  | {
      readonly kind: 'answer';
      readonly call: number;
      readonly model: string;
      readonly path: string;
      readonly options: AnswerOptions;
    }
  | { readonly kind: 'cancel'; readonly call: number };

/** What it says. */
export type EngineReply =
  | { readonly kind: 'done'; readonly call: number; readonly answer?: RecordingAnswer }
  | { readonly kind: 'failed'; readonly call: number; readonly failure: ProblemData };
