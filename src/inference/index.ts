export {
  classifyRecording,
  type RecordingResult,
  type ResultParts,
  type SampleStream,
} from './classify-recording.js';
export { findNoSpeech } from './find-no-speech.js';
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
export { SpeechDetector } from './speech-detector.js';
export type { OpenVoiceDetector } from './speech-presence.js';
export { FRAME_SAMPLES as SPEECH_FRAME_SAMPLES } from './speech-probabilities.js';
export type { TimelineEntry } from './timeline.js';
export { unpad, type Waveforms } from './utterances.js';
export { WINDOW_SAMPLES } from './windows.js';
