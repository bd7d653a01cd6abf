/** The waveform of each channel, as the backend's peaks. */
export type Peaks = {
  readonly pairsPerSecond: number;
  /** Pairs of the lowest and highest sample, -128 to 127; the loudest of all channels is scaled up. */
  readonly channels: readonly Int8Array[];
};

/** The waveform as the backend returns it. */
export type PeaksJson = {
  readonly pairsPerSecond: number;
  readonly channels: readonly ArrayLike<number>[];
};

/** Reads the backend's peaks; a quiet recording is scaled so that it fills its lane. */
export function readPeaks({ pairsPerSecond, channels }: PeaksJson): Peaks {
  let loudest = 1;
  for (const pairs of channels)
    for (const value of Array.from(pairs)) loudest = Math.max(loudest, Math.abs(value));
  const gain = Math.min(16, 127 / loudest);
  const scaled = channels.map((pairs) =>
    Int8Array.from(pairs, (value) => Math.max(-128, Math.min(127, Math.round(value * gain)))),
  );
  return { pairsPerSecond, channels: scaled };
}
