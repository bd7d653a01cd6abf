import { ChannelMixer, Resampler } from '../../audio/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';

/** Converts the sound of a live session to 16 kHz mono while it arrives. */
export class LiveInput {
  readonly #sampleRate: number;
  #channels:
    { readonly mixer: ChannelMixer; readonly resamplers: readonly Resampler[] } | undefined;

  /** @throws RangeError if the rate is not a whole number above 0 */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
    // The rate is checked before the first piece arrives.
    new Resampler(sampleRate, MODEL_SAMPLE_RATE);
  }

  /**
   * Adds the next piece. Samples that are not finite become silence.
   *
   * @param channels `[channel][time]`, full scale -1 to 1
   * @returns 16 kHz mono, `[time]`: the samples that no later piece can change
   * @throws RangeError if the number of channels changes
   */
  push(channels: readonly Float32Array[]): Float32Array {
    const { mixer, resamplers } = (this.#channels ??= this.#start(channels.length));
    if (channels.length !== resamplers.length)
      throw new RangeError(
        `Found ${channels.length} channels, expected ${resamplers.length} as in the first piece.`,
      );
    const finite = channels.map((channel) =>
      channel.every(Number.isFinite)
        ? channel
        : channel.map((sample) => (Number.isFinite(sample) ? sample : 0)),
    );
    return mixer.push(finite.map((channel, at) => resamplers[at]?.push(channel) ?? channel));
  }

  #start(count: number) {
    const resamplers = Array.from(
      { length: count },
      () => new Resampler(this.#sampleRate, MODEL_SAMPLE_RATE),
    );
    return { mixer: new ChannelMixer(count), resamplers };
  }
}
