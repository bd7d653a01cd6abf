export type {
  Conversation,
  EmotionSegment,
  Moment,
  MomentReason,
  Span,
  Speaker,
} from './conversation.js';
export {
  type AnalysedRecording,
  baseName,
  CONVERSATION_FORMATS,
  type ConversationFormat,
  FORMAT_NAMES,
  type FormatName,
  speakerNames,
  stemOf,
  writeConversation,
  type WriteOptions,
} from './formats/index.js';
