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
