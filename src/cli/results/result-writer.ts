import type { EmotionResult } from '../../inference/index.js';
import type { Label } from '../../labels.js';
import type { Io } from '../io.js';

/** Writes the results of `classify` as JSON, CSV or a table for people. */
export interface ResultWriter {
  result(file: string, result: EmotionResult): void;
  failure(file: string, error: unknown): void;
}

/** What all writers need. */
export type ResultContext = {
  readonly io: Io;
  /** The model's name. */
  readonly model: string;
  /** Licence of the weights, as their publisher states it. */
  readonly licence: string | undefined;
  readonly labels: readonly Label[];
  /** What the model measures beside its classes; mostly nothing. */
  readonly dimensions: readonly Label[];
  readonly withEmbedding: boolean;
  /** Whether the model can compare a recording with a voice. */
  readonly comparesVoices: boolean;
  /** Whether the person asked for a comparison, so that a recording without one needs a word. */
  readonly wantsComparison: boolean;
};
