import type { WorkerInput } from '../../workers/index.js';

/** Samples per second of the models. */
const SAMPLE_RATE = 16_000;

/**
 * The samples that a model's first result is computed from: a second of a quiet tone, or as much as the
 * model needs. A model counts as ready only after it has computed a result.
 */
export function firstSamples(minimumSamples: number): WorkerInput {
  const length = Math.max(SAMPLE_RATE, minimumSamples);
  const tone = Float32Array.from(
    { length },
    (_, at) => 0.1 * Math.sin((2 * Math.PI * 220 * at) / SAMPLE_RATE),
  );
  const pieces = async function* () {
    yield await Promise.resolve([tone]);
  };
  return { sampleRate: SAMPLE_RATE, pieces: pieces() };
}
