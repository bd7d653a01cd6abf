/**
 * Seconds of samples that are held back, because the end of a stream may declare them as padding: a
 * part of the last packet in WebM, a part of the last page in Ogg, which holds about a second.
 */
export const LOOKBACK_SECONDS = 5;

/** Decodes the packets of one track of any container. */
export interface PacketDecoder {
  /** In hertz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Number of samples per channel to drop at the start. */
  readonly preSkip: number;
  /**
   * Decodes the next packet.
   *
   * @returns `[channel][time]`, empty if the packet has no samples; undefined if it is damaged
   */
  decode(packet: Uint8Array): readonly Float32Array[] | undefined;
  /** Frees the decoder, which cannot be used afterwards. */
  close(): void;
}
