/** Numbers from -1 to 1, seeded by a name through FNV-1a and a linear congruential generator. */
export function noise(name: string, length: number): Float32Array {
  let state = 2166136261;
  for (const byte of new TextEncoder().encode(name)) {
    state = Math.imul(state ^ byte, 16777619) >>> 0;
  }
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
