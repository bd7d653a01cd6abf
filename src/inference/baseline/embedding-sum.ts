/** A vector with the weight that it has in a mean. */
export type Weighted = { readonly embedding: ArrayLike<number>; readonly weight: number };

/** A weighted sum of vectors in double precision, from which single ones can be taken away again. */
export class EmbeddingSum {
  readonly #sum: Float64Array;
  #weight = 0;

  /** @param vectors all `[embeddingSize]` */
  constructor(vectors: readonly Weighted[]) {
    this.#sum = new Float64Array(vectors[0]?.embedding.length ?? 0);
    for (const { embedding, weight } of vectors) {
      this.#weight += weight;
      for (let at = 0; at < this.#sum.length; at++)
        this.#sum[at] = (this.#sum[at] ?? 0) + weight * (embedding[at] ?? 0);
    }
  }

  /**
   * The mean of all vectors but some of them.
   *
   * @param mean receives the result, so that many means need no memory of their own. Default: a new array
   * @returns `mean`, `[embeddingSize]`
   */
  meanWithout(left: readonly Weighted[], mean = new Float64Array(this.#sum.length)): Float64Array {
    const weight = this.#weight - left.reduce((total, each) => total + each.weight, 0);
    mean.set(this.#sum);
    for (const { embedding, weight: own } of left)
      for (let at = 0; at < mean.length; at++)
        mean[at] = (mean[at] ?? 0) - own * (embedding[at] ?? 0);
    for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] ?? 0) / weight;
    return mean;
  }
}
