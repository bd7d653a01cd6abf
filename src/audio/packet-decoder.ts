/** Decodes the packets of one track, whatever container they came in. */
export interface PacketDecoder {
  /** In hertz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Samples of each channel to leave out at the start. */
  readonly preSkip: number;
  /** Samples of the next packet, `[channel][time]`; empty where it is damaged or gives none. */
  decode(packet: Uint8Array): readonly Float32Array[];
  /** Frees what the decoder holds; it cannot be used afterwards. */
  close(): void;
}
