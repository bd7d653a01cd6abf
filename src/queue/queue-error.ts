import { Wav2EmoError } from '../errors.js';

/** Codes of {@link QueueError}. */
export type QueueErrorCode =
  'queue-unavailable' | 'queue-timeout' | 'queue-lost' | 'queue-gave-up' | 'queue-other-model';

/** The queue or its workers cannot be used. Check Redis, start a worker, or try again. */
export class QueueError extends Wav2EmoError<QueueErrorCode> {}
