/** A further copy of the model is worth its memory and load time from this many recordings up. */
const MIN_RECORDINGS_PER_THREAD = 4;

/**
 * Bytes that a thread needs besides twice the weights: V8, the runtime, and the activations of
 * wav2vec2-base for a window of 30 s.
 */
const BYTES_PER_THREAD = 400e6;

/** The share of the available memory that threads may use. */
const MEMORY_SHARE = 0.5;

/** What {@link countThreads} depends on. */
export type ThreadBudget = {
  readonly recordings: number;
  /** Cores of this process. */
  readonly cores: number;
  /** Bytes of the model's files. */
  readonly modelBytes: number;
  readonly freeBytes: number;
};

/**
 * The number of threads for many recordings, each computing on one core. On two cores that takes
 * two thirds to nine tenths of the time of computing one recording after the other on both.
 */
export function countThreads({ recordings, cores, modelBytes, freeBytes }: ThreadBudget): number {
  const fitting = (MEMORY_SHARE * freeBytes) / (2 * modelBytes + BYTES_PER_THREAD);
  const wanted = Math.min(cores, recordings / MIN_RECORDINGS_PER_THREAD, fitting);
  return Math.max(1, Math.floor(wanted));
}
