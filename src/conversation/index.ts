export type {
  Conversation,
  EmotionSegment,
  Moment,
  MomentReason,
  Span,
  Speaker,
} from './conversation.js';
