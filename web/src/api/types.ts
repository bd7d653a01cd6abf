import type { BundleManifest } from '@engine/classifier/bundle-manifest.js';
import type { Finding } from '@engine/findings.js';
import type { Label } from '@engine/labels.js';

export type { BundleManifest, Finding, Label };

/** An error as the server tells it (RFC 9457). */
export type Problem = {
  readonly type?: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Stable, e.g. `audio-too-short` or `model-not-loaded`. */
  readonly code: string;
};

/** Where a model stands on its way to answering. */
export type ModelState =
  'available' | 'downloading' | 'converting' | 'loading' | 'ready' | 'failed';

/** One row of `GET /models`. */
export type ModelEntry = {
  readonly id: string;
  readonly name: string;
  readonly origin: 'embedded' | 'hub' | 'folder';
  readonly state: ModelState;
  readonly progress?: {
    readonly stage: string;
    readonly doneBytes: number;
    readonly totalBytes: number;
  };
  readonly error?: Problem;
  readonly bytes?: number;
  readonly licence?: string;
  readonly revision?: string;
  readonly isDefault: boolean;
  readonly manifest?: BundleManifest;
};

/** One window of the answer along a recording. */
export type TimelineWindow = {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly label: string;
  readonly score: number;
  readonly probabilities: Readonly<Record<string, number>>;
};

type AnswerFields = {
  readonly file: string;
  readonly model: string;
  readonly labels: readonly Label[];
  readonly durationSeconds: number;
  readonly findings: readonly Finding[];
  readonly computeSeconds: number;
  readonly timeline?: readonly TimelineWindow[];
  /** Pairs of minimum and maximum of the mono signal, full scale ±1. */
  readonly peaks?: readonly number[];
};

/** The answer of a classifier for one recording. */
export type Classified = AnswerFields & {
  readonly label: string;
  readonly index: number;
  readonly score: number;
  readonly probabilities: Readonly<Record<string, number>>;
};

/** The answer of a regression model for one recording. */
export type Measured = AnswerFields & { readonly dimensions: Readonly<Record<string, number>> };

/** The answer for one recording. */
export type Recognition = Classified | Measured;

/** One element of the answer of `POST /classify`. */
export type ClassifyItem = Recognition | { readonly file: string; readonly error: Problem };
