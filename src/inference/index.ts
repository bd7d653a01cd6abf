export { addUncertain } from './add-uncertain.js';
export { CHUNK_PAST, CHUNK_SAMPLES, ChunkProbabilities } from './chunk-probabilities.js';
export {
  classifyRecording,
  type RecordingResult,
  type ResultParts,
  type SampleStream,
  waveformsOf,
} from './classify-recording.js';
export { findNoSpeech } from './find-no-speech.js';
export type { WindowRun } from './graph-runner.js';
export { type ClassifyOptions, LoadedModel } from './loaded-model.js';
export type { Calibration, ModelInfo, Task } from './model-info.js';
export {
  classificationShape,
  detailsShape,
  regressionShape,
  type ResultJson,
  resultJsonSchema,
  type ResultValues,
  roundTo6,
  toResultJson,
  toResultValues,
  valuesByLabel,
} from './result-json.js';
export {
  type Classification,
  classification,
  type EmotionResult,
  type Regression,
  regression,
  type ResultDetails,
  softmax,
} from './results.js';
export { FRAME_SAMPLES } from './run-detector.js';
export type { OpenVoiceDetector } from './speech-presence.js';
export type { TimelineEntry } from './timeline.js';
export { unpad, type Waveforms } from './utterances.js';
export { WINDOW_SAMPLES } from './windows.js';
