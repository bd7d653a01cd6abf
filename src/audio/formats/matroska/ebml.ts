/** Returns the size in bytes of a variable-length integer by its first byte; 9 if it is invalid. */
export function vintBytes(first = 0): number {
  return Math.clz32(first) - 23;
}

/** Reads a variable-length integer; `Infinity` if all its bits are 1, which means unknown. */
export function readVint(bytes: Uint8Array, at: number): number {
  const count = vintBytes(bytes[at]);
  // Remove the length marker first: with it, numbers could exceed 2^53 and lose their last bits.
  const first = (bytes[at] ?? 0) - 2 ** (8 - count);
  const rest = readUnsigned(bytes.subarray(at + 1, at + count));
  const value = first * 2 ** (8 * (count - 1)) + rest;
  return value >= 2 ** (7 * count) - 1 ? Infinity : value;
}

/** Reads a big-endian integer of any length. */
export function readUnsigned(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
