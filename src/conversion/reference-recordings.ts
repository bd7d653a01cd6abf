/** Recordings on which a smaller graph is compared with the full model. */
export type ReferenceRecordings = {
  /** Describes them in words, for the bundle's description. */
  readonly protocol: string;
  /** How many there are. */
  readonly count: number;
  /**
   * Returns each as 16 kHz mono, `[time]`. Only the first 30 s are used. It is called once for each of
   * the two graphs and must return the same recordings.
   */
  readonly read: () => AsyncIterable<Float32Array> | Iterable<Float32Array>;
};
