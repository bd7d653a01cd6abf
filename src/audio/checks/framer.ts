/**
 * Receives a frame, which starts at index `start` of `samples` and is valid only during the call.
 */
export type OnFrame = (samples: Float32Array, start: number) => void;

/**
 * Splits samples that arrive in pieces into adjacent frames of equal length. An hour has more than
 * a hundred thousand frames, so no memory is allocated for a frame.
 */
export class Framer {
  /** The samples of a frame that is not complete yet. */
  readonly #partial: Float32Array;
  #partialLength = 0;

  /** @param length number of samples of a frame */
  constructor(length: number) {
    this.#partial = new Float32Array(length);
  }

  /**
   * Adds the next piece and calls `onFrame` for each complete frame. An incomplete last frame is
   * dropped.
   */
  push(piece: Float32Array, onFrame: OnFrame): void {
    const { length } = this.#partial;
    let start = 0;
    if (this.#partialLength > 0) {
      start = Math.min(length - this.#partialLength, piece.length);
      this.#keep(piece.subarray(0, start));
      if (this.#partialLength < length) return;
      onFrame(this.#partial, 0);
      this.#partialLength = 0;
    }
    for (; start + length <= piece.length; start += length) onFrame(piece, start);
    this.#keep(piece.subarray(start));
  }

  #keep(samples: Float32Array): void {
    this.#partial.set(samples, this.#partialLength);
    this.#partialLength += samples.length;
  }
}
