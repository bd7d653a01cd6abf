/**
 * Joins consecutive parts of one channel.
 *
 * @param parts `[part][time]`
 * @returns `[time]`; not a copy if only one part has samples
 */
export function joinSamples(parts: readonly Float32Array[]): Float32Array {
  const filled = parts.filter((part) => part.length > 0);
  const [only] = filled;
  if (only && filled.length === 1) return only;
  const joined = new Float32Array(filled.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of filled) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
