export { type Bundle, isBundle } from './bundle.js';
export {
  type BundleManifest,
  type Calibration,
  type ChecksummedFile,
  type Figure,
  manifestSchema,
  PRECISIONS,
} from './bundle-manifest.js';
export type { PrecisionChoice } from './choose-precision.js';
export type { CheckpointSource } from './checkpoint-source.js';
export type { ConvertOptions } from './convert-checkpoint.js';
export { DEFAULT_MODEL } from './embedded-models.js';
export { EmotionClassifier } from './emotion-classifier.js';
export { type AnswerOptions, EmotionModel } from './emotion-model.js';
export type { Waveforms } from './utterances.js';
export { EmotionRegressor } from './emotion-regressor.js';
export {
  type Answer,
  type AnswerDetails,
  type Classification,
  type Regression,
  softmax,
} from './emotion-results.js';
export { expectTask, type Task } from './expect-task.js';
export { findSpeech } from './find-speech.js';
export { foreignClass, type ForeignClassOptions } from './foreign-class.js';
export type { ModelReport, ModelSummary } from './inspect-model.js';
export { type InstalledModel, installedModels } from './installed-models.js';
export { byLabel, type Judgement, judgementOf, roundFigure } from './judgement.js';
export { locateModel, type SourceOptions } from './locate-model.js';
export { openBundle, openEmotionModel } from './open-emotion-model.js';
export type { RunOptions } from './open-graph.js';
export { checksumCheckpoint, convertCheckpoint, inspectModel } from './on-demand.js';
export type { AudioFile } from './open-recording.js';
export { type LoadOptions, prepareBundle } from './prepare-bundle.js';
export { type MeasuredFigures, readFigures } from './read-figures.js';
export type { Recordings } from './recordings.js';
export type { Distance, Reduction } from './reduction-schema.js';
