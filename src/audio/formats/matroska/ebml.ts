/** Bytes of a number of variable length by its first byte; 9 where there is none. */
export function vintBytes(first = 0): number {
  return Math.clz32(first) - 23;
}

/** A number of variable length; `Infinity` where all its bits are ones: unknown. */
export function readVint(bytes: Uint8Array, at: number): number {
  const count = vintBytes(bytes[at]);
  // The marker is taken off first: above 2^53 the last bits would be lost.
  const first = (bytes[at] ?? 0) - 2 ** (8 - count);
  const rest = readUnsigned(bytes.subarray(at + 1, at + count));
  const value = first * 2 ** (8 * (count - 1)) + rest;
  return value >= 2 ** (7 * count) - 1 ? Infinity : value;
}

/** A big-endian number of any length. */
export function readUnsigned(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
