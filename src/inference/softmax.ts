/**
 * Softmax in double precision, `[classes]` to `[classes]`.
 *
 * @param temperature divides the logits; above 1 the probabilities move closer together
 * @param offsets are added after the division, `[classes]`. Default: 0
 */
export function softmax(
  logits: Float32Array,
  temperature = 1,
  offsets?: readonly number[],
): Float32Array {
  const highest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const scores = Array.from(
    logits,
    (logit, at) => (logit - highest) / temperature + (offsets?.[at] ?? 0),
  );
  const largest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return Float32Array.from(powers, (power) => power / sum);
}
