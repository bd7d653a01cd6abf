import type { Waveform } from '../../waveform.js';

/**
 * Refuses a recording that is too long. It has at least `frames` samples per channel.
 *
 * @throws AudioError `audio-too-long`
 */
export type CheckSize = (frames: number, channels: number, sampleRate: number) => void;

/** The arguments of a decoder besides the bytes. */
export type DecoderContext = {
  /** Aborts the decoding, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly checkSize: CheckSize;
};

/**
 * Decodes one format and yields pieces in order, all with the same rate and number of channels.
 * Damage is counted in the piece after it, or in an empty piece at the end. A caller that needs no
 * more pieces calls `return`, as `for await` does, which frees all resources.
 */
export type Decoder = (blob: Blob, context: DecoderContext) => AsyncGenerator<Waveform, void>;
