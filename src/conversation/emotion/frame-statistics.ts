import type { FloatBlocks } from './float-blocks.js';

/**
 * The weighted mean and squared deviations of frames. Statistics of two stretches combine into those
 * of both, so that a window of any length is pooled without its frames.
 *
 * @see Chan, Golub & LeVeque, "Algorithms for Computing the Sample Variance", 1983
 */
export class FrameStatistics {
  #weight = 0;
  readonly #mean: Float32Array;
  readonly #squares: Float32Array;

  /**
   * @param size activations of a frame
   * @param blocks where the memory comes from. Default: memory of its own
   */
  constructor(size: number, blocks?: FloatBlocks) {
    this.#mean = blocks?.take(size) ?? new Float32Array(size);
    this.#squares = blocks?.take(size) ?? new Float32Array(size);
  }

  /** Activations of a frame. */
  get size(): number {
    return this.#mean.length;
  }

  /**
   * Adds one frame.
   *
   * @param frames `[time, columns]`, at least as many columns as activations
   * @param start index of the frame's first activation
   */
  addFrame(frames: Float32Array, start: number, weight: number): void {
    if (weight <= 0) return;
    this.#weight += weight;
    const share = weight / this.#weight;
    for (let at = 0; at < this.#mean.length; at++) {
      const value = frames[start + at] ?? 0;
      const mean = this.#mean[at] ?? 0;
      const distance = value - mean;
      const moved = mean + share * distance;
      this.#mean[at] = moved;
      this.#squares[at] = (this.#squares[at] ?? 0) + weight * distance * (value - moved);
    }
  }

  /** Forgets all frames, so that the memory can be used again. */
  clear(): void {
    this.#weight = 0;
    this.#mean.fill(0);
    this.#squares.fill(0);
  }

  /** Adds all frames of another stretch. */
  add(other: FrameStatistics): void {
    if (other.#weight === 0) return;
    const total = this.#weight + other.#weight;
    const share = other.#weight / total;
    for (let at = 0; at < this.#mean.length; at++) {
      const distance = (other.#mean[at] ?? 0) - (this.#mean[at] ?? 0);
      this.#mean[at] = (this.#mean[at] ?? 0) + share * distance;
      this.#squares[at] =
        (this.#squares[at] ?? 0) +
        (other.#squares[at] ?? 0) +
        share * this.#weight * distance * distance;
    }
    this.#weight = total;
  }

  /**
   * Pools as the graph does: the mean, followed by the standard deviation if the embedding has room
   * for it.
   *
   * @param length of the embedding: `size`, or twice that
   * @param blocks where the memory of the embedding comes from. Default: memory of its own
   */
  toEmbedding(length: number, blocks?: FloatBlocks): Float32Array {
    const embedding = blocks?.take(length) ?? new Float32Array(length);
    embedding.set(this.#mean);
    for (let at = this.size; at < length; at++)
      embedding[at] = Math.sqrt((this.#squares[at - this.size] ?? 0) / this.#weight);
    return embedding;
  }
}
