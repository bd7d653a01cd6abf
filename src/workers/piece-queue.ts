type Piece = readonly Float32Array[];

/** Pieces of samples that are pulled one at a time from the other side of a channel. */
export class PieceQueue implements AsyncIterable<Piece> {
  readonly #pull: () => void;
  #resolve: (piece: Piece | undefined) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  /** @param pull asks the other side for the next piece, which arrives at `push` or `fail` */
  constructor(pull: () => void) {
    this.#pull = pull;
  }

  /** @param piece `[channel][time]`; `undefined` ends the stream */
  push(piece: Piece | undefined): void {
    this.#resolve(piece);
  }

  fail(error: Error): void {
    this.#reject(error);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Piece> {
    for (;;) {
      const piece = await new Promise<Piece | undefined>((resolve, reject) => {
        this.#resolve = resolve;
        this.#reject = reject;
        this.#pull();
      });
      if (piece === undefined) return;
      yield piece;
    }
  }
}
