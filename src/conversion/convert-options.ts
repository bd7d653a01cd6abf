import type { CheckpointSource } from '../bundles/index.js';
import type { Calibration, Figure } from '../bundles/web.js';
import type { Precision } from '../precision.js';
import type { PrecisionChoice } from './choose-precision.js';
import type { ReferenceRecordings } from './reference-recordings.js';

/** What `convertCheckpoint` converts, and how. */
export type ConvertOptions = {
  /** The checkpoint. */
  readonly source: CheckpointSource;
  /** The bundle's folder, which must not exist yet. Its parents are made. */
  readonly target: string;
  /** Number format of the matrices. Default: `fp32`. `auto` chooses by the size of the model. */
  readonly precision?: PrecisionChoice;
  /**
   * The precision to fall back to if the graph differs too much from the full model. Default: `fp32` if
   * `precision` is `auto`, otherwise the conversion fails.
   */
  readonly fallback?: Precision;
  /** The number of Transformer layers to keep, counted from the first. Default: all. */
  readonly layers?: number;
  /** The recordings on which a smaller graph is compared with the full model. Default: seeded synthetic sounds. */
  readonly recordings?: ReferenceRecordings;
  /** Whether a smaller graph is kept even if it differs too much from the full model. Default: false. */
  readonly allowInexact?: boolean;
  /** Measured figures for the bundle's description. Default: none. */
  readonly figures?: readonly Figure[];
  /** Temperature and threshold of a classifier. Default: none, the probabilities are not calibrated. */
  readonly calibration?: Calibration;
  /** Called after each weight that is written. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Called after each recording that one of the compared graphs was computed on. */
  readonly onMeasure?: (doneRecordings: number, totalRecordings: number) => void;
  /** Stops the conversion; nothing is left behind. */
  readonly signal?: AbortSignal;
};
