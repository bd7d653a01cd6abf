import type {
  Classification,
  ClassifyOptions,
  EmotionResult,
  Regression,
  Task,
} from '../inference/index.js';
import { type AudioFile, type LoadOptions, prepareBundle } from '../node/index.js';
import { classifyEach, openModelPool } from '../workers/index.js';
import { expectTask } from './expect-task.js';

/** What came of one recording: a result, or else an error. */
export type FileOutcome<R extends EmotionResult = EmotionResult> = {
  readonly file: AudioFile;
  readonly result?: R;
  /** Why there is no result, e.g. an `AudioError`. */
  readonly error?: unknown;
};

/** Which model, and how many recordings at once. */
export type ClassifyFilesOptions = LoadOptions &
  Pick<ClassifyOptions, 'voiceActivity'> & {
    /**
     * Recordings in parallel, each in its own thread with one core and its own copy of the model.
     * Default: chosen from the cores, the number of recordings and the available memory; 1 on
     * graphics cards and if `runOpts.threads` is given.
     */
    readonly jobs?: number;
  };

/**
 * Classifies many recordings in parallel and yields their outcomes in order. The results are bit
 * for bit those of `classifyFile`. A recording that cannot be read yields an error and does not
 * affect the others. Leaving the loop early cancels the rest.
 *
 * ```ts
 * for await (const { file, result, error } of classifyFiles(paths)) {
 *   console.log(file, result?.label ?? error);
 * }
 * ```
 *
 * @throws CheckpointError, HubError, FileError, DeviceError if the model cannot be opened; the
 *   signal's reason
 * @throws TypeError for a regression model; use {@link predictFiles} instead
 */
export function classifyFiles(
  files: Iterable<AudioFile>,
  options: ClassifyFilesOptions = {},
): AsyncGenerator<FileOutcome<Classification>, void> {
  return runFiles<Classification>('classification', files, options);
}

/**
 * Predicts the dimensions of many recordings with a regression model; otherwise the same as
 * {@link classifyFiles}.
 *
 * @throws TypeError for a classifier
 */
export function predictFiles(
  files: Iterable<AudioFile>,
  options: ClassifyFilesOptions,
): AsyncGenerator<FileOutcome<Regression>, void> {
  return runFiles<Regression>('regression', files, options);
}

async function* runFiles<R extends EmotionResult>(
  task: Task,
  files: Iterable<AudioFile>,
  { jobs, voiceActivity = true, ...options }: ClassifyFilesOptions,
): AsyncGenerator<FileOutcome<R>, void> {
  // A string is iterable, too.
  if (typeof files === 'string')
    throw new TypeError('Found one path, expected a list of recordings.');
  const list = [...files];
  const { runOpts, signal } = options;
  const bundle = await prepareBundle(options);
  expectTask(bundle, task);
  const pool = await openModelPool(bundle, list.length, { ...runOpts, jobs });
  try {
    const outcomes = classifyEach(pool, list, { open: (file) => file, voiceActivity, signal });
    for await (const { item, result, error } of outcomes) {
      // The task of the model determines the type of its results.
      yield result ? { file: item, result: result as R } : { file: item, error };
    }
  } finally {
    await pool.dispose();
  }
}
