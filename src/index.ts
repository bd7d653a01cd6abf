export {
  classifyFiles,
  convertCheckpoint,
  EmotionClassifier,
  EmotionRegressor,
  type FileOutcome,
  foreignClass,
  type ForeignClassOptions,
  inspectModel,
  type LoadOptions,
  type ManyOptions,
  openEmotionModel,
  predictFiles,
  prepareBundle,
} from './classifier/index.js';
export {
  type Answer,
  type AnswerDetails,
  type AnswerOptions,
  type Classification,
  EmotionModel,
  type Regression,
  type Waveforms,
} from './inference/index.js';
export {
  type AudioFile,
  type Bundle,
  type BundleManifest,
  type Calibration,
  type CheckpointSource,
  type ChecksummedFile,
  type Figure,
  type GraphVariant,
  type InstalledModel,
  installedModels,
  locateModel,
  type RunOptions,
  type SourceOptions,
} from './bundles/index.js';
export {
  type ConvertOptions,
  type ModelReport,
  type ModelSummary,
  type PrecisionChoice,
  type ReferenceRecordings,
} from './conversion/index.js';
export {
  AudioError,
  type AudioErrorCode,
  CheckpointError,
  type CheckpointErrorCode,
  DeviceError,
  type DeviceErrorCode,
  type ErrorDetails,
  FileError,
  type FileErrorCode,
  HubError,
  type HubErrorCode,
  Wav2EmoError,
} from './errors.js';
export { type Bilingual, type Finding, type FindingCode, FINDINGS } from './findings.js';
export type { LicenceNotice, Progress } from './hub/index.js';
export { type Label, nameLabel } from './labels.js';
export type { Precision } from './precision.js';
export { availableDevices, type Device } from './runtime/index.js';
