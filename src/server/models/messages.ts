import type { Bundle } from '../../bundles/index.js';
import type { ProblemData } from '../problem/index.js';

/** Which model is to be prepared. */
export type PrepareRequest = { readonly source: string; readonly revision?: string };

/** A step of preparing a model. */
export type PrepareStep =
  | {
      readonly kind: 'licence';
      readonly licence?: string;
      readonly revision: string;
      readonly bytes: number;
    }
  | PrepareProgress;

/** How far a step is. */
export type PrepareProgress = {
  readonly kind: 'progress';
  readonly stage: 'downloading' | 'converting' | 'measuring';
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'recordings';
};

/** What the process that prepares says. */
export type PrepareReply =
  | PrepareStep
  | { readonly kind: 'done'; readonly bundle: Bundle }
  | { readonly kind: 'failed'; readonly failure: ProblemData };
