/**
 * A queue that takes samples in pieces of any length and returns them in order in pieces of other
 * lengths. It reuses one buffer; allocating every piece of an hour of samples would leave more
 * garbage than a model needs memory.
 */
export class SampleQueue {
  #buffer = new Float32Array(0);
  #start = 0;
  #end = 0;

  /** Number of queued samples. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** The queued samples, `[length]`: a view that is valid until the next `push`. */
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
   * Removes and returns the first samples.
   *
   * @param count at most `length`
   * @param into receives the samples, at least `[count]`; default: a new array
   * @returns `[count]`, a view of `into`
   * @throws RangeError if fewer are queued
   */
  take(count: number, into: Float32Array = new Float32Array(count)): Float32Array {
    this.drop(count);
    into.set(this.#buffer.subarray(this.#start - count, this.#start));
    return into.subarray(0, count);
  }

  /**
   * Removes the first `count` samples.
   *
   * @throws RangeError if fewer are queued
   */
  drop(count: number): void {
    if (count > this.length) {
      throw new RangeError(`Asked for ${count} samples, found ${this.length}.`);
    }
    this.#start += count;
  }

  #makeRoom(count: number): void {
    const queued = this.samples;
    const needed = queued.length + count;
    if (needed <= this.#buffer.length) this.#buffer.copyWithin(0, this.#start, this.#end);
    else {
      const larger = new Float32Array(Math.max(needed, 2 * this.#buffer.length));
      larger.set(queued);
      this.#buffer = larger;
    }
    this.#end = queued.length;
    this.#start = 0;
  }
}
