/** A stretch of one speaker's speech, about 5 s long or one short recording. */
export type VoicePart = {
  /** Seconds of speech in it. */
  readonly seconds: number;
  /** `[embeddingSize]` */
  readonly embedding: Float32Array;
};
