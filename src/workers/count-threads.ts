/** Recordings for each thread from which on it is worth to load the model once more. */
const RECORDINGS_FOR_EACH = 4;

/**
 * Bytes that a thread takes besides twice the weights: V8, the runtime, and what lies between the
 * layers of wav2vec2-base in a window of 30 s.
 */
const BYTES_FOR_EACH = 400e6;

/** Share of the free memory that threads may fill. */
const SHARE_OF_MEMORY = 0.5;

/** What {@link countThreads} decides by. */
export type Circumstances = {
  readonly recordings: number;
  /** Processors at hand. */
  readonly cores: number;
  /** Bytes of the model's files. */
  readonly modelBytes: number;
  readonly freeBytes: number;
};

/**
 * How many recordings are answered at once, each by a thread that computes with one processor: on two
 * cores that takes two thirds to nine tenths of the time of one after the other with both.
 */
export function countThreads(circumstances: Circumstances): number {
  const { recordings, cores, modelBytes, freeBytes } = circumstances;
  const fitting = (SHARE_OF_MEMORY * freeBytes) / (2 * modelBytes + BYTES_FOR_EACH);
  const wanted = Math.min(cores, recordings / RECORDINGS_FOR_EACH, fitting);
  return Math.max(1, Math.floor(wanted));
}
