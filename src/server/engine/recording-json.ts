import {
  type EmotionResult,
  type RecordingResult,
  type ResultJson,
  roundTo6,
  type TimelineEntry,
  toResultJson,
} from '../../inference/index.js';
import type { Label } from '../../labels.js';

/** What a client asks for besides the result. */
export type RequestedParts = {
  /** The emotion along the recording. */
  readonly timeline: boolean;
  /** Pairs of minimum and maximum for drawing; 0 for none. */
  readonly peaks: number;
  readonly embedding: boolean;
};

/** The result of a recording as the server sends it. */
export type RecordingJson = ResultJson & {
  /** The name of the model. */
  readonly model: string;
  readonly labels: readonly Label[];
  /** The dimensions beside the classes; absent if the model has none. */
  readonly dimensionLabels?: readonly Label[];
  /** From the file to the result. */
  readonly computeSeconds: number;
  readonly embedding?: readonly number[];
  readonly timeline?: readonly TimelineEntry[];
  readonly peaks?: readonly number[];
};

/** Adds to the JSON of a result what the server sends with it. */
export function toRecordingJson(
  { result, ...parts }: RecordingResult,
  about: { readonly model: string; readonly computeSeconds: number; readonly embedding: boolean },
): RecordingJson {
  const { model, computeSeconds } = about;
  return {
    model,
    ...toResultJson(result),
    labels: result.labels,
    ...('dimensionLabels' in result && { dimensionLabels: result.dimensionLabels }),
    computeSeconds: roundTo6(computeSeconds),
    ...(about.embedding && { embedding: embeddingOf(result) }),
    ...parts,
  };
}

const embeddingOf = ({ embedding }: EmotionResult) => Array.from(embedding);
