export type {
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
export { describeMoment, nameSpeaker } from './segments/describe-moment.js';
