/**
 * The end of an Ogg or WebM stream may declare padding of the encoder: a part of the last
 * packet, in Ogg at most of the last page, which holds about a second. In seconds.
 */
export const LOOKBACK_SECONDS = 5;

/** Decodes the packets of one track, whatever container they came in. */
export interface PacketDecoder {
  /** In hertz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Samples of each channel to leave out at the start. */
  readonly preSkip: number;
  /** Samples of the next packet, `[channel][time]`; empty for none, undefined for damage. */
  decode(packet: Uint8Array): readonly Float32Array[] | undefined;
  /** Frees what the decoder holds; it cannot be used afterwards. */
  close(): void;
}
