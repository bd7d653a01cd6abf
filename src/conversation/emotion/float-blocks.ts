/** Numbers of a block, 256 kB: it is allocated and freed as a whole. */
const BLOCK_LENGTH = 1 << 16;

/**
 * Hands out arrays that share blocks of memory. Thousands of arrays of a few kB each would lie between
 * other allocations, and the process could not give the memory around them back.
 */
export class FloatBlocks {
  #block = new Float32Array(0);
  #used = 0;

  /** @returns zeros, `[length]`, that nothing else uses; the block lives as long as one of its arrays */
  take(length: number): Float32Array {
    if (this.#used + length > this.#block.length) {
      this.#block = new Float32Array(Math.max(length, BLOCK_LENGTH));
      this.#used = 0;
    }
    this.#used += length;
    return this.#block.subarray(this.#used - length, this.#used);
  }
}
