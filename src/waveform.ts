/** The rate at which every supported model listens, in hertz. */
export const MODEL_SAMPLE_RATE = 16_000;

/** Decoded audio as the file holds it: any rate, any number of channels. */
export type Waveform = {
  /** Samples a second of each channel, in hertz. */
  readonly sampleRate: number;
  /** One array a channel, all of one length: `[channel][time]`, full scale is -1 to 1. */
  readonly channels: readonly Float32Array[];
  /** Places of the file that could not be read and are left out; absent where it is whole. */
  readonly damagedPlaces?: number;
};
