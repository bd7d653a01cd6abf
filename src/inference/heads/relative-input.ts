import type { RelativeHead } from './heads.js';

/** The mean embedding of a speaker's ordinary speech. */
export type SpeakerMean = {
  /** `[embeddingSize]` */
  readonly embedding: ArrayLike<number>;
  /** Seconds of speech behind it. */
  readonly seconds: number;
};

/**
 * The input of a relative head: the embedding minus what this speaker's embeddings have in common. In
 * each dimension d that is the posterior mean of the speaker under a normal prior around the mean of
 * all speakers:
 *
 *     x_d = z_d − (population_d + λ_d · (baseline_d − population_d)),  λ_d = s / (s + speakerSeconds_d)
 *
 * where z is the embedding and s are the seconds behind the baseline. With little speech the mean of
 * all speakers counts, with much speech the baseline.
 *
 * @param embedding `[embeddingSize]`
 * @param input receives the result, so that many windows need no memory of their own. Default: a new array
 * @returns `input`, `[embeddingSize]`, in double precision
 */
export function relativeInput(
  { population, speakerSeconds }: Pick<RelativeHead, 'population' | 'speakerSeconds'>,
  embedding: ArrayLike<number>,
  { embedding: baseline, seconds }: SpeakerMean,
  input = new Float64Array(embedding.length),
): Float64Array {
  for (let at = 0; at < embedding.length; at++) {
    const mean = population[at] ?? 0;
    const trust = seconds / (seconds + (speakerSeconds[at] ?? 0));
    input[at] = (embedding[at] ?? 0) - (mean + trust * ((baseline[at] ?? 0) - mean));
  }
  return input;
}
