import type { Label } from '../../labels.js';

/**
 * How often each emotion occurs in the material, by the ids of the labels or their English names, e.g.
 * `{ neutral: 0.8 }`. Labels that are not named share what is left to 1.
 */
export type Prior = Readonly<Record<string, number>>;

/** How far the sum of all shares may be from 1: three digits are enough to write them. */
const SUM_TOLERANCE = 0.005;

/**
 * The shares of a prior in the order of the labels.
 *
 * @returns `[classes]`; they sum to 1
 * @throws RangeError if a label is unknown or named twice, a share is not between 0 and 1, or the
 *   shares do not sum to 1
 */
export function resolvePrior(prior: Prior, labels: readonly Label[]): number[] {
  const shares = labels.map(() => undefined as number | undefined);
  for (const [name, share] of Object.entries(prior)) {
    const at = findLabel(name, labels);
    if (shares[at] !== undefined)
      throw new RangeError(`The prior names ${labels[at]?.en ?? name} twice. Name it once.`);
    if (!(share >= 0 && share <= 1))
      throw new RangeError(`Found the prior ${share} for ${name}, expected a share from 0 to 1.`);
    shares[at] = share;
  }
  return completeShares(shares);
}

/**
 * What a prior adds to the logits after the temperature: the logarithm of the prior over that of the
 * training. The softmax then multiplies each probability by `prior / trainingPrior` and normalises
 * them (Saerens, Latinne and Decaestecker, Neural Computation 14, 2002, equation 2.4).
 *
 * @param trainingPrior `[classes]`; default: all equally often
 * @returns `[classes]`
 * @throws RangeError as {@link resolvePrior}
 */
export function priorOffsets(
  prior: Prior,
  labels: readonly Label[],
  trainingPrior?: readonly number[],
): number[] {
  return resolvePrior(prior, labels).map((share, at) =>
    Math.log(share / (trainingPrior?.[at] ?? 1 / labels.length)),
  );
}

function findLabel(name: string, labels: readonly Label[]): number {
  const wanted = name.toLowerCase();
  const byId = labels.findIndex(({ id }) => id.toLowerCase() === wanted);
  const at = byId >= 0 ? byId : labels.findIndex(({ en }) => en.toLowerCase() === wanted);
  if (at >= 0) return at;
  const known = labels.map(({ id, en }) => (id === en ? id : `${id} (${en})`)).join(', ');
  throw new RangeError(`Found a prior for ${name}, expected a label of the model: ${known}.`);
}

function completeShares(shares: readonly (number | undefined)[]): number[] {
  const sum = shares.reduce<number>((total, share) => total + (share ?? 0), 0);
  const missing = shares.filter((share) => share === undefined).length;
  if (sum > 1 + SUM_TOLERANCE || (missing === 0 && sum < 1 - SUM_TOLERANCE))
    throw new RangeError(
      `The shares of the prior sum to ${Number(sum.toFixed(6))}, expected ${missing === 0 ? '1' : 'at most 1'}.`,
    );
  const rest = missing === 0 ? 0 : Math.max(0, 1 - sum) / missing;
  const total = sum + rest * missing;
  return shares.map((share) => (share ?? rest) / total);
}
