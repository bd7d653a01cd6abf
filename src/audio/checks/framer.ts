/** Receives a frame: it stands in `samples` from `start` on and is valid during the call. */
export type OnFrame = (samples: Float32Array, start: number) => void;

/**
 * Cuts samples that come in pieces into frames of one length that touch each other. There are
 * a hundred thousand in an hour, so that nothing is allocated for one.
 */
export class Framer {
  /** A frame that began in an earlier piece. */
  readonly #begun: Float32Array;
  #begunLength = 0;

  /** @param length samples of a frame */
  constructor(length: number) {
    this.#begun = new Float32Array(length);
  }

  /**
   * Adds the next piece and calls `onFrame` for each complete frame. An incomplete last frame is
   * dropped.
   */
  push(piece: Float32Array, onFrame: OnFrame): void {
    const { length } = this.#begun;
    let start = 0;
    if (this.#begunLength > 0) {
      start = Math.min(length - this.#begunLength, piece.length);
      this.#begin(piece.subarray(0, start));
      if (this.#begunLength < length) return;
      onFrame(this.#begun, 0);
      this.#begunLength = 0;
    }
    for (; start + length <= piece.length; start += length) onFrame(piece, start);
    this.#begin(piece.subarray(start));
  }

  #begin(samples: Float32Array): void {
    this.#begun.set(samples, this.#begunLength);
    this.#begunLength += samples.length;
  }
}
