/**
 * A small generator of pseudo-random numbers from 0 to below 1, the same on every machine:
 * Marsaglia's xorshift with 32 bits (Journal of Statistical Software 8(14), 2003).
 *
 * @param seed a whole number other than 0
 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
