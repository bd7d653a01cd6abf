/** Small helpers for embeddings of equal size. */

/** The product of two vectors; the cosine if both have the length 1. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Adds `b` to `a`. */
export function addTo(a: Float64Array, b: ArrayLike<number>): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) + (b[i] ?? 0);
}

/** The sum of vectors of `size` numbers; zeros if there are none. */
export function sumOf(vectors: Iterable<ArrayLike<number>>, size: number): Float64Array {
  const sum = new Float64Array(size);
  for (const vector of vectors) addTo(sum, vector);
  return sum;
}

/** Divides a vector by its length, in place, and returns it; zeros stay zeros. */
export function unit<V extends Float64Array | Float32Array>(vector: V): V {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) / length;
  return vector;
}
