export {
  analyseConversation,
  type ConversationEvent,
  conversationOf,
} from './analyse-conversation.js';
export type {
  ArousalLevel,
  Conversation,
  ConversationPart,
  ConversationSummary,
  CoursePoint,
  EmotionSegment,
  Moment,
  MomentReason,
  Span,
  Speaker,
  SpeakerShare,
  SpeakerSummary,
} from './conversation.js';
export {
  type AnalysedRecording,
  baseName,
  CONVERSATION_FORMATS,
  type ConversationFormat,
  FORMAT_NAMES,
  type FormatName,
  speakerNames,
  speakerWords,
  stemOf,
  writeConversation,
  type WriteOptions,
} from './formats/index.js';
export type { Diariser, OpenDiariser, SpeakerTurns } from './diariser.js';
export { conversationSchema, toConversationJson } from './conversation-json.js';
export type { ConversationOptions } from './options.js';
export {
  type DiarizedSegment,
  diarizedSegments,
  diarizeFrames,
  type DiarizeFramesOptions,
} from './emotion/diarize-frames.js';
export { describeMoment, nameSpeaker } from './segments/describe-moment.js';
export { isCalm } from './segments/calm-labels.js';
export { clip, covered, join, secondsOf } from './spans.js';
export type { ChannelChoice } from './speech/find-speech.js';
export type { SpeechPiece } from './speech/speech-track.js';
export {
  type FrameSpan,
  FRAMES_PER_SECOND,
  SEGMENTER_DEFAULTS,
  type SegmenterSettings,
  SpeechSegmenter,
} from './speech/speech-segmenter.js';
export type { PartChoice } from './summary/summarise.js';
export { SpeechFinder } from './speech/find-speech.js';
export {
  type AssignOptions,
  assignSpeakers,
  makeVoicePrint,
  SpeakerCollector,
  type SpokenPiece,
  type VoicePrint,
} from './voices/index.js';
export {
  type EmotionDiarizationError,
  emotionDiarizationError,
  fillGaps,
  joinLabels,
  type LabelledSpan,
} from './emotion/emotion-diarization-error.js';
export { ChannelPeaks, type WaveformPeaks } from './channel-peaks.js';
export type { LiveEvent, LiveResult, LiveSummary } from './live/live-event.js';
export { type LivePort, livePort } from './live/live-port.js';
export {
  LIVE_RANGES,
  liveLengths,
  type LiveSeconds,
  type LiveSettings,
} from './live/live-settings.js';
export { type LiveOptions, runLive } from './live/run-live.js';
export type { EndReason } from './live/utterance-detector.js';
