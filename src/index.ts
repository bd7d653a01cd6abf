export type { Adaptation, Estimate, Gain } from './adaptation/index.js';
export {
  type AdaptedModel,
  adaptModel,
  type AdaptOptions,
  type AnalyseFileOptions,
  classifyFiles,
  type ClassifyFilesOptions,
  type DiarizedSegment,
  EmotionClassifier,
  EmotionModel,
  EmotionRegressor,
  type FileOutcome,
  foreignClass,
  type ForeignClassOptions,
  type LabelledClip,
  openEmotionModel,
  predictFiles,
  type PredictFilesOptions,
  voicePrint,
} from './classifier/index.js';
export {
  type AudioFile,
  convertCheckpoint,
  inspectModel,
  type LoadOptions,
  prepareBundle,
  type RunOptions,
} from './node/index.js';
export {
  type AnalysedRecording,
  type ChannelChoice,
  type Conversation,
  type ConversationEvent,
  type ConversationOptions,
  type ConversationPart,
  conversationSchema,
  type ConversationSummary,
  type CoursePoint,
  describeMoment,
  type EmotionSegment,
  FORMAT_NAMES,
  type FormatName,
  type Moment,
  type MomentReason,
  nameSpeaker,
  type Span,
  type Speaker,
  type SpeakerShare,
  type SpeakerSummary,
  type VoicePrint,
  writeConversation,
  type WriteOptions,
} from './conversation/index.js';
export {
  Baseline,
  type BaselineJson,
  type BaselineOptions,
  type Classification,
  type ClassifyOptions,
  type ComparedWith,
  type EmotionResult,
  type Head,
  type Heads,
  type Prior,
  type Regression,
  type RelativeHead,
  type ResultDetails,
  type ResultJson,
  type Waveforms,
} from './inference/index.js';
export {
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
  BaselineError,
  type BaselineErrorCode,
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
export { WorkerError } from './workers/index.js';
export { type Label, nameLabel } from './labels.js';
export type { Precision } from './precision.js';
export type { Device } from './runtime/index.js';
export { availableDevices } from './runtime/node.js';
