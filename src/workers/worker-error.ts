import { Wav2EmoError } from '../errors.js';

/** Codes of {@link WorkerError}. */
export type WorkerErrorCode = 'model-not-open' | 'worker-ended' | 'worker-ended-while-held';

/** A worker cannot compute: open the model first, or start another worker. */
export class WorkerError extends Wav2EmoError<WorkerErrorCode> {}
