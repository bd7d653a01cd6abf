import {
  type ClassifyOptions,
  type EmotionResult,
  expectRelativeHead,
  type ModelInfo,
  type RecordingResult,
} from '../inference/index.js';
import { eachRecording, type EachRecordingOptions, type Outcome } from './each-recording.js';
import { judgeSpeakers, type SpeakerOf } from './judge-speakers.js';
import type { RecordingPool } from './model-pool.js';

/** How {@link classifySpeakers} opens and classifies recordings. */
export type ClassifySpeakersOptions<T> = EachRecordingOptions<T> &
  Pick<ClassifyOptions, 'voiceActivity' | 'prior'> & {
    /** The speaker of an item; an item without one is judged alone. */
    readonly speakerOf: (item: T) => SpeakerOf | undefined;
    /** Called after each recording with the number of those that are computed. */
    readonly onComputed?: ((count: number) => void) | undefined;
  };

/**
 * Classifies each recording in comparison with the other recordings of its speaker. All are computed
 * before the first outcome is yielded, each of them once; the outcomes have the order of the items. A
 * recording that fails is left out of the baselines.
 *
 * @throws BaselineError `baseline-unsupported` if the model has no relative head; RangeError if the
 *   prior does not belong to the model; the signal's reason
 */
export async function* classifySpeakers<T>(
  pool: RecordingPool,
  items: Iterable<T>,
  model: ModelInfo,
  options: ClassifySpeakersOptions<T>,
): AsyncGenerator<Outcome<T, EmotionResult>, void> {
  const { speakerOf, voiceActivity = true, prior, onComputed, ...rest } = options;
  expectRelativeHead(model);
  const judge = { voiceActivity, prior, windows: true };
  const outcomes: Outcome<T, RecordingResult>[] = [];
  const computed = eachRecording(pool, items, rest, (input, running) =>
    pool.classify(input, { ...judge, ...running }),
  );
  for await (const outcome of computed) {
    outcomes.push(outcome);
    onComputed?.(outcomes.length);
  }
  const speakers = outcomes.map(({ item }) => speakerOf(item));
  const results = outcomes.map(({ result }) => result);
  const judged = judgeSpeakers(results, speakers, model, prior);
  for (const [at, { item, error }] of outcomes.entries()) {
    const result = judged[at];
    yield result ? { item, result } : { item, error };
  }
}
