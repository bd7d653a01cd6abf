import type { Session } from '../runtime/index.js';
import { speechProbabilities } from './speech-probabilities.js';

/** Silero's own threshold for a frame that is speech. */
const SPEECH_PROBABILITY = 0.5;

/**
 * Which frames of 32 ms are speech, by Silero's voice activity detector.
 *
 * @param samples 16 kHz mono, `[time]`
 * @param detector see {@link speechProbabilities}
 * @returns one per frame, in order
 * @throws the signal's reason
 */
export async function speechFrames(
  samples: Float32Array,
  detector: Session,
  signal?: AbortSignal,
): Promise<boolean[]> {
  const parts: boolean[][] = [];
  for await (const probabilities of speechProbabilities(samples, detector)) {
    signal?.throwIfAborted();
    for (const [part, probability] of probabilities.entries())
      (parts[part] ??= []).push(probability >= SPEECH_PROBABILITY);
  }
  return parts.flat();
}
