import type { RecordingResult } from '../inference/index.js';
import type { AnsweredExample } from './adapt-heads.js';
import { matchLabels } from './base-head.js';

/** What a clip is labelled with, by the id of its class. */
type Labelled = { readonly label: string; readonly speaker?: string | undefined };

/**
 * Returns a function that makes an example of a clip and of what the base model computed for it. The base
 * model is judged by its best answer among the classes that occur.
 *
 * @param labels ids of the classes
 * @param known ids of the base model's labels, in the order of its logits
 */
export function exampleMaker(
  labels: readonly string[],
  known: readonly string[],
): (clip: Labelled, found: RecordingResult) => AnsweredExample {
  const allowed = matchLabels(labels, known).filter((at) => at >= 0);
  return ({ label, speaker }, { result, windows = [] }) => {
    const { embedding, logits, durationSeconds } = result;
    const spoken = windows.reduce((sum, { speechSeconds }) => sum + speechSeconds, 0);
    // A clip in which no speech was found counts with its length.
    const seconds = spoken > 0 ? spoken : durationSeconds;
    return { embedding, seconds, label, speaker, answer: known[bestOf(allowed, logits)] };
  };
}

const bestOf = (places: readonly number[], logits: Float32Array): number =>
  places.reduce(
    (best, at) => ((logits[at] ?? -Infinity) > (logits[best] ?? -Infinity) ? at : best),
    places[0] ?? -1,
  );
