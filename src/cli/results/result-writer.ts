import type { EmotionResult } from '../../inference/index.js';
import type { Label } from '../../labels.js';
import type { Io } from '../io.js';

/** How the results of `classify` are written: JSON, CSV or a table for people. */
export interface ResultWriter {
  result(file: string, result: EmotionResult): void;
  failure(file: string, error: unknown): void;
}

/** What every writer knows beforehand. */
export type ResultContext = {
  readonly io: Io;
  /** The model's name. */
  readonly model: string;
  /** Of its weights, as their publisher names it. */
  readonly licence: string | undefined;
  readonly labels: readonly Label[];
  readonly withEmbedding: boolean;
};
