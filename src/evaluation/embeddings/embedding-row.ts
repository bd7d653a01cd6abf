/** An embedding with what it is of. */
export type EmbeddingRow = {
  readonly file: string;
  /** Begin in the recording, in seconds. */
  readonly start: number;
  /** End in the recording, in seconds. */
  readonly end: number;
  /** Of whole recordings: the label of the result and its probability; absent for regression models. */
  readonly label?: string | undefined;
  readonly score?: number | undefined;
  /** `[size]` */
  readonly embedding: Float32Array;
};

/** What all rows have in common. */
export type EmbeddingFacts = {
  readonly model: string;
  /** SHA-256 of the weights in hexadecimal. */
  readonly sha256: string;
  readonly licence: string;
  readonly level: EmbeddingLevel;
};

/** What an embedding is of: a whole recording, a part of it, or 20 ms or so. */
export const EMBEDDING_LEVELS = ['utterance', 'window', 'frame'] as const;
export type EmbeddingLevel = (typeof EMBEDDING_LEVELS)[number];
