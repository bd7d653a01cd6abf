import { headLogits } from '../heads/head-logits.js';
import type { RelativeHead } from '../heads/heads.js';
import { relativeInput } from '../heads/relative-input.js';
import { softmax } from '../softmax.js';
import { EmbeddingSum } from './embedding-sum.js';
import type { VoicePart } from './voice-part.js';

/** After three rounds the weights hardly change any more. */
const ROUNDS = 3;

/** No part counts less than this share of its seconds: the head may be wrong about all of them. */
const LEAST_SHARE = 0.1;

/**
 * The weights of a speaker's parts in the baseline, so that the emotional parts count little. At first
 * each part counts by its seconds of speech. Then, three times, each is compared with the mean of the
 * others, and counts by its seconds times the probability that it is ordinary speech.
 *
 * @param neutral the labels that mean ordinary speech; if there are none, the seconds alone count
 * @returns `[parts]`
 */
export function weighParts(
  head: RelativeHead,
  neutral: readonly number[],
  parts: readonly VoicePart[],
): number[] {
  let weights = parts.map(({ seconds }) => seconds);
  if (neutral.length === 0 || parts.length < 2) return weights;
  const total = weights.reduce((sum, seconds) => sum + seconds, 0);
  const size = parts[0]?.embedding.length ?? 0;
  const mean = new Float64Array(size);
  const input = new Float64Array(size);
  for (let round = 0; round < ROUNDS; round++) {
    const weighted = parts.map(({ embedding }, at) => ({ embedding, weight: weights[at] ?? 0 }));
    const sum = new EmbeddingSum(weighted);
    weights = weighted.map((part, at) => {
      const seconds = parts[at]?.seconds ?? 0;
      const others = { embedding: sum.meanWithout([part], mean), seconds: total - seconds };
      const logits = headLogits(head, relativeInput(head, part.embedding, others, input));
      const probabilities = softmax(logits, head.calibration.temperature);
      const ordinary = neutral.reduce((share, label) => share + (probabilities[label] ?? 0), 0);
      return seconds * Math.max(LEAST_SHARE, ordinary);
    });
  }
  return weights;
}
