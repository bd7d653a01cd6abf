export {
  type BrowserConversationOptions,
  type BrowserLoadOptions,
  type BrowserSourceOptions,
  EmotionModel,
} from './emotion-model.js';
export { EmotionClassifier } from './emotion-classifier.js';
export { EmotionRegressor } from './emotion-regressor.js';
export { openEmotionModel } from './open-emotion-model.js';
export type { ClassifyFilesOptions, FileOutcome, PredictFilesOptions } from './run-files.js';
export type { CheckpointSourceFile } from './conversion/checkpoint-files.js';
export type { ConversionOptions } from './conversion/run-converter.js';
export type { BrowserRunOptions } from './engine/backends.js';
export type { BrowserRuntime } from './engine/start-engine.js';
export type { RuntimeFinding, RuntimeFindingCode } from './engine/runtime-findings.js';
export { type KeptModel, keptModels, removeModel } from './sources/kept-models.js';
export type { BundleSource, DownloadProgress } from './sources/web-bundle.js';
export type { AudioBufferLike, MediaStreamLike } from './platform.js';
export type { BrowserRecording } from './recordings/to-worker-input.js';
export {
  type AnalysedRecording,
  type Conversation,
  type ConversationEvent,
  type ConversationSummary,
  describeMoment,
  type DiarizedSegment,
  type EmotionSegment,
  FORMAT_NAMES,
  type FormatName,
  type LiveEvent,
  type LiveOptions,
  type LiveResult,
  type LiveSummary,
  type Moment,
  nameSpeaker,
  type Speaker,
  type VoicePrint,
  writeConversation,
  type WriteOptions,
} from '../conversation/index.js';
export {
  Baseline,
  type BaselineJson,
  type Classification,
  type ClassifyOptions,
  type ComparedWith,
  type EmotionResult,
  type Prior,
  type Regression,
  type ResultJson,
  type SampleStream,
  type Waveforms,
} from '../inference/index.js';
export type { BundleManifest } from '../bundles/web.js';
export {
  AudioError,
  type AudioErrorCode,
  BaselineError,
  type BaselineErrorCode,
  CheckpointError,
  type CheckpointErrorCode,
  DeviceError,
  type DeviceErrorCode,
  FileError,
  type FileErrorCode,
  Wav2EmoError,
} from '../errors.js';
export { type Bilingual, type Finding, type FindingCode, FINDINGS } from '../findings.js';
export { type Label, nameLabel } from '../labels.js';
export { WorkerError } from '../workers/web.js';
