export {
  type AssignOptions,
  assignSpeakers,
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
export type { SpokenPiece } from './voice-window.js';
