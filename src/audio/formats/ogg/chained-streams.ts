import { AudioError } from '../../../errors.js';
import type { Waveform } from '../../../waveform.js';
import type { CheckSize } from '../../decode/decoder.js';

/** Joins the pieces of consecutive streams; streams without samples are skipped. */
export class ChainedStreams {
  readonly #checkSize: CheckSize;
  #first: Waveform | undefined;
  /** Number of samples per channel so far. */
  length = 0;

  /** @param checkSize refuses a chain that is too long */
  constructor(checkSize: CheckSize) {
    this.#checkSize = checkSize;
  }

  /**
   * Yields the pieces of the next stream.
   *
   * @throws AudioError `audio-unsupported` if its layout differs from the first, `audio-too-long`
   */
  *add(pieces: Iterable<Waveform>): Generator<Waveform> {
    for (const piece of pieces) {
      const length = piece.channels[0]?.length ?? 0;
      if (length > 0) this.#first ??= piece;
      if (!this.#first) continue;
      if (length > 0) checkSameLayout(this.#first, piece);
      this.length += length;
      this.#checkSize(this.length, piece.channels.length, piece.sampleRate);
      yield length > 0 ? piece : { ...piece, ...emptyLike(this.#first) };
    }
  }
}

function checkSameLayout(first: Waveform, { sampleRate, channels }: Waveform): void {
  if (first.sampleRate === sampleRate && first.channels.length === channels.length) return;
  throw new AudioError(
    'audio-unsupported',
    `The Ogg file joins recordings of different layouts: found ${channels.length} channel(s) at ` +
      `${sampleRate} Hz after ${first.channels.length} at ${first.sampleRate} Hz. Split it.`,
  );
}

function emptyLike({ sampleRate, channels }: Waveform): Waveform {
  return { sampleRate, channels: channels.map(() => new Float32Array(0)) };
}
