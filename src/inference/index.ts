export { addUncertain } from './add-uncertain.js';
export { CHUNK_PAST, CHUNK_SAMPLES, ChunkProbabilities } from './chunk-probabilities.js';
export { Baseline, type BaselineJson, baselineSchema, parseBaseline } from './baseline/baseline.js';
export { MIN_BASELINE_SECONDS } from './baseline/baseline.js';
export { checkBaseline, expectRelativeHead } from './baseline/check-baseline.js';
export type { EmbedOptions } from './baseline/embed-speech.js';
export { neutralLabels } from './baseline/neutral-labels.js';
export { judgeAgain, toVoiceParts } from './baseline/judge-again.js';
export { type BaselineOptions, makeBaseline, SpeakerVoice } from './baseline/speaker-voice.js';
export type { VoicePart } from './baseline/voice-part.js';
export {
  classifyRecording,
  embedRecording,
  openStream,
  type RecordingResult,
  type ResultParts,
  type SampleStream,
  waveformsOf,
} from './classify-recording.js';
export { type JudgeWindow, judgeWindow } from './judge-window.js';
export { findNoSpeech } from './find-no-speech.js';
export type { WindowRun } from './graph-runner.js';
export { type ComparedWith, comparedWithSchema } from './heads/compared-with.js';
export { headLogits } from './heads/head-logits.js';
export type { Head, Heads, RelativeHead } from './heads/heads.js';
export { checkHeads, type HeadsOwner, parseHeads } from './heads/parse-heads.js';
export { type Prior, resolvePrior } from './heads/prior.js';
export { relativeInput } from './heads/relative-input.js';
export { type ClassifyOptions, LoadedModel, type SpokenWindow } from './loaded-model.js';
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
  type BesideClasses,
  type Classification,
  classification,
  type EmotionResult,
  type Regression,
  regression,
  type ResultDetails,
} from './results.js';
export type { FrameRun } from './run-frames.js';
export { FRAME_SAMPLES } from './run-detector.js';
export { SpeechDetector } from './speech-detector.js';
export { softmax } from './softmax.js';
export type { OpenVoiceDetector } from './speech-presence.js';
export type { TimelineEntry } from './timeline.js';
export { type JudgeOptions, toResult } from './to-result.js';
export { unpad, type Waveforms } from './utterances.js';
export { cutIntoWindows, WINDOW_SAMPLES } from './windows.js';
