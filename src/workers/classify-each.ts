import type {
  ClassifyOptions,
  EmotionResult,
  RecordingResult,
  VoicePart,
} from '../inference/index.js';
import { eachRecording, type EachRecordingOptions, type Outcome } from './each-recording.js';
import type { RecordingPool } from './model-pool.js';

/** How {@link classifyEach} opens and classifies recordings. */
export type ClassifyEachOptions<T> = EachRecordingOptions<T> &
  Pick<ClassifyOptions, 'voiceActivity' | 'baseline' | 'prior'>;

/**
 * Classifies the recordings of items and yields the outcomes in order. A recording that fails does
 * not affect the others.
 *
 * @throws the signal's reason
 */
export function classifyEach<T>(
  pool: RecordingPool,
  items: Iterable<T>,
  { voiceActivity = true, baseline, prior, ...options }: ClassifyEachOptions<T>,
): AsyncGenerator<Outcome<T, EmotionResult>, void> {
  const judge = { voiceActivity, baseline, prior };
  return eachRecording(pool, items, options, async (input, running) => {
    return (await pool.classify(input, { ...judge, ...running })).result;
  });
}

/**
 * Classifies the recordings of items as {@link classifyEach}, and keeps the outputs of their windows for
 * `judgeAgain` and `judgeSpeakers`.
 *
 * @throws the signal's reason
 */
export function classifyWindowsEach<T>(
  pool: RecordingPool,
  items: Iterable<T>,
  {
    voiceActivity = true,
    ...options
  }: EachRecordingOptions<T> & Pick<ClassifyOptions, 'voiceActivity'>,
): AsyncGenerator<Outcome<T, RecordingResult>, void> {
  return eachRecording(pool, items, options, (input, running) =>
    pool.classify(input, { voiceActivity, windows: true, ...running }),
  );
}

/**
 * Computes the embeddings of the speech in the recordings of items and yields the outcomes in order. A
 * recording that fails does not affect the others.
 *
 * @throws the signal's reason
 */
export function embedEach<T>(
  pool: RecordingPool,
  items: Iterable<T>,
  options: EachRecordingOptions<T>,
): AsyncGenerator<Outcome<T, VoicePart[]>, void> {
  return eachRecording(pool, items, options, (input, running) => pool.embedSpeech(input, running));
}
