export type {
  Conversation,
  EmotionSegment,
  Moment,
  MomentReason,
  Span,
  Speaker,
} from './conversation.js';
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
