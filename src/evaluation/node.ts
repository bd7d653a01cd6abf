// The public door `wav2emo/evaluation`: what programs use to know how good a model is on own recordings.
export {
  type Clip,
  type ClipList,
  type Problem,
  type ProblemKind,
  speakerOf,
} from './clips/clip.js';
export type { ColumnName, ColumnNames } from './clips/read-table.js';
export { compareEvaluations, type ComparedRun, parseEvaluation } from './compare-evaluations.js';
export type { ClassEvaluation, Estimate } from './evaluate-classes.js';
export type { DimensionEvaluation } from './evaluate-dimensions.js';
export type {
  EvaluatedClip,
  EvaluatedData,
  EvaluatedModel,
  Evaluation,
  JudgedBy,
  RunFigures,
} from './evaluation.js';
export { type Interval, speakerIntervals } from './metrics/bootstrap.js';
export { calibrationError, type Judged } from './metrics/calibration.js';
export { compareRuns, type PairedClip, type RunComparison } from './metrics/compare-runs.js';
export {
  accuracy,
  averageRecall,
  classFigures,
  type ClassFigures,
  type Confusion,
  countConfusion,
  macroF1,
  weightedF1,
} from './metrics/confusion.js';
export { dimensionFigures, type DimensionFigures } from './metrics/dimensions.js';
export { evaluate, type EvaluateOptions } from './node/evaluate.js';
export { readClips, type ReadClipsOptions } from './node/read-clips.js';
