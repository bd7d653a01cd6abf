import type { Waveform } from '../../waveform.js';

/**
 * Refuses a recording of at least `frames` samples a channel.
 *
 * @throws AudioError `audio-too-long`
 */
export type CheckSize = (frames: number, channels: number, sampleRate: number) => void;

/** What a decoder gets besides the bytes. */
export type DecoderContext = {
  /** Aborts the work; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  readonly checkSize: CheckSize;
};

/**
 * Decodes one format into pieces in their order, all of one rate and number of channels. Damage is
 * reported by the piece behind it, or by an empty one at the end. A caller that needs no more pieces
 * calls `return`, as `for await` does, which frees everything.
 */
export type Decoder = (blob: Blob, context: DecoderContext) => AsyncGenerator<Waveform, void>;
