export {
  type AssignOptions,
  assignSpeakers,
  type CollectorOptions,
  type CountOptions,
  makeVoicePrint,
  SpeakerCollector,
} from './assign-speakers.js';
export {
  diarisationError,
  type DiarisationError,
  type DiarisationErrorOptions,
  type Turn,
} from './diarisation-error.js';
export type { VoicePrint } from './voice-print.js';
export type { EncoderOptions, SpokenPiece } from './voice-window.js';
