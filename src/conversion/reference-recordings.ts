/** Recordings that a smaller graph is measured on. */
export type Recordings = {
  /** What they are, in words, for the bundle's description. */
  readonly protocol: string;
  /** How many there are. */
  readonly count: number;
  /** 16 kHz mono, `[time]` each, as the model hears them, of which it hears the first 30 s; asked for twice. */
  readonly read: () => AsyncIterable<Float32Array> | Iterable<Float32Array>;
};
