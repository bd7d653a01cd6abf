/** The last samples of a stream of any length, in memory of a fixed size. */
export class SampleRing {
  readonly #buffer: Float32Array;
  #end = 0;

  /** @param capacity number of samples that are kept */
  constructor(capacity: number) {
    this.#buffer = new Float32Array(capacity);
  }

  /** Number of samples that were pushed so far. */
  get end(): number {
    return this.#end;
  }

  /** Appends a copy of the next samples, `[time]`. */
  push(samples: Float32Array): void {
    const kept = samples.subarray(Math.max(0, samples.length - this.#buffer.length));
    const at = (this.#end + samples.length - kept.length) % this.#buffer.length;
    const head = kept.subarray(0, this.#buffer.length - at);
    this.#buffer.set(head, at);
    this.#buffer.set(kept.subarray(head.length), 0);
    this.#end += samples.length;
  }

  /**
   * Copies samples by their positions in the stream.
   *
   * @returns `[end - start]`
   * @throws RangeError if some of them are not kept any more, or have not arrived
   */
  read(start: number, end: number): Float32Array {
    const first = Math.max(0, this.#end - this.#buffer.length);
    if (start < first || end > this.#end || start > end)
      throw new RangeError(`Asked for samples ${start} to ${end}, found ${first} to ${this.#end}.`);
    const samples = new Float32Array(end - start);
    const at = start % this.#buffer.length;
    const head = this.#buffer.subarray(at, at + samples.length);
    samples.set(head);
    samples.set(this.#buffer.subarray(0, samples.length - head.length), head.length);
    return samples;
  }
}
