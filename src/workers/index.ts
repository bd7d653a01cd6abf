export {
  classifyEach,
  type ClassifyEachOptions,
  classifyWindowsEach,
  embedEach,
} from './classify-each.js';
export { classifySpeakers, type ClassifySpeakersOptions } from './classify-speakers.js';
export { judgeSpeakers, type SpeakerOf } from './judge-speakers.js';
export type {
  ModelWorker,
  OpenRequest,
  PrepareOptions,
  PrepareProgress,
  PrepareRequest,
  PreparedModel,
  PrepareStep,
  Priority,
  RecordingWorker,
  WorkerAdaptOptions,
  WorkerClassifyOptions,
  WorkerConverseOptions,
  WorkerEmbedOptions,
  WorkerInput,
} from './contract.js';
export {
  decodeConversation,
  decodeOptions,
  decodeResult,
  type EncodedResult,
  encodeConversation,
  encodeOptions,
  encodeResult,
  type PostedConversation,
  type PostedOptions,
  type WorkerEvent,
} from './codec.js';
export type { ConversationProgress, ConversedRecording, ConverseOptions } from './converse.js';
export type { EachRecordingOptions, Outcome } from './each-recording.js';
export type { ForkOptions } from './fork-program.js';
export { Gate } from './gate.js';
export { confinesFiles } from './confinement/confine.js';
export type { FilePermissions } from './confinement/file-jail.js';
export { identify } from './confinement/places.js';
export { networkJail } from './confinement/network-jail.js';
export { mapAhead } from './map-ahead.js';
export { ModelPool, type RecordingPool } from './model-pool.js';
export { openModelPool } from './open-model-pool.js';
export { ProcessWorker } from './process-worker.js';
export {
  deserializeError,
  type ErrorClasses,
  serializeError,
  type SerializedError,
} from './serialize-error.js';
export { WorkerError } from './worker-error.js';
