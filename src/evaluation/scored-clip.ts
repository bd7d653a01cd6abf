import type { ResultJson } from '../inference/index.js';
import type { Clip } from './clips/clip.js';
import type { DrawnClip } from './metrics/bootstrap.js';
import { type Confusion, countConfusion } from './metrics/confusion.js';

/** A clip with the result of a classifier. */
export type ClassifiedClip = {
  readonly clip: Clip;
  readonly result: Extract<ResultJson, { label: string }>;
};

/** A clip whose label the model has. */
export type ScoredClip = ClassifiedClip & { readonly drawn: DrawnClip };

/** Counts the results of clips `[truth][result]`. */
export const confusionOf = (drawn: readonly DrawnClip[], classes: number): Confusion =>
  countConfusion(
    drawn.map(({ truth }) => truth),
    drawn.map(({ result }) => result),
    classes,
  );
