/**
 * Samples that come in pieces of one length and go in pieces of another, in their order. They wait
 * in one buffer that is used again and again: what an hour of them would leave to the garbage
 * collector is more than a model needs.
 */
export class SampleQueue {
  #buffer = new Float32Array(0);
  #start = 0;
  #end = 0;

  /** Samples that wait. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** What waits, `[length]`: a view that stays as it is until the next `push`. */
  get samples(): Float32Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Appends a copy of a piece, `[time]`. */
  push(piece: Float32Array): void {
    if (this.#end + piece.length > this.#buffer.length) this.#makeRoom(piece.length);
    this.#buffer.set(piece, this.#end);
    this.#end += piece.length;
  }

  /**
   * Takes the first samples.
   *
   * @param count at most `length`
   * @param into where they are written, at least `[count]`
   * @returns `[count]`, a view of `into`
   */
  take(count: number, into: Float32Array = new Float32Array(count)): Float32Array {
    this.drop(count);
    into.set(this.#buffer.subarray(this.#start - count, this.#start));
    return into.subarray(0, count);
  }

  /** Drops the first `count` samples, at most `length`. */
  drop(count: number): void {
    if (count > this.length) {
      throw new RangeError(`Asked for ${count} samples, found ${this.length}.`);
    }
    this.#start += count;
  }

  #makeRoom(count: number): void {
    const waiting = this.samples;
    const needed = waiting.length + count;
    if (needed <= this.#buffer.length) this.#buffer.copyWithin(0, this.#start, this.#end);
    else {
      const larger = new Float32Array(Math.max(needed, 2 * this.#buffer.length));
      larger.set(waiting);
      this.#buffer = larger;
    }
    this.#end = waiting.length;
    this.#start = 0;
  }
}
