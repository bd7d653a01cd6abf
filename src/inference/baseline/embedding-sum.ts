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

  /** The mean of all vectors but some of them, `[embeddingSize]`. */
  meanWithout(left: readonly Weighted[]): Float64Array {
    const weight = this.#weight - left.reduce((total, each) => total + each.weight, 0);
    return this.#sum.map(
      (value, at) =>
        left.reduce((rest, each) => rest - each.weight * (each.embedding[at] ?? 0), value) / weight,
    );
  }
}
