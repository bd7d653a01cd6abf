import { expectTask, toModelInfo } from '../bundles/index.js';
import {
  checkBaseline,
  type Classification,
  type ClassifyOptions,
  type EmotionResult,
  type ModelInfo,
  type Regression,
  resolvePrior,
  type Task,
} from '../inference/index.js';
import { type AudioFile, type LoadOptions, prepareBundle } from '../node/index.js';
import {
  classifyEach,
  classifySpeakers,
  type ModelPool,
  openModelPool,
  type SpeakerOf,
} from '../workers/index.js';

/** What came of one recording: a result, or else an error. */
export type FileOutcome<R extends EmotionResult = EmotionResult> = {
  readonly file: AudioFile;
  readonly result?: R;
  /** Why there is no result, e.g. an `AudioError`. */
  readonly error?: unknown;
};

/** Which model, and how many recordings at once. */
export type ClassifyFilesOptions = PredictFilesOptions &
  Pick<ClassifyOptions, 'baseline' | 'prior'> & {
    /**
     * Whether all recordings are of one speaker, or a function that returns the speaker of each
     * (`undefined`: judged alone). Each recording is then compared with the other recordings of its
     * speaker. All are computed before the first outcome is yielded. Default: false.
     */
    readonly sameSpeaker?: boolean | ((file: AudioFile) => string | undefined);
  };

/** Which model, and how many recordings at once. */
export type PredictFilesOptions = LoadOptions &
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
 * @throws BaselineError if the model cannot compare recordings or the baseline is another model's;
 *   RangeError if the prior does not belong to the model
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
  options: PredictFilesOptions,
): AsyncGenerator<FileOutcome<Regression>, void> {
  return runFiles<Regression>('regression', files, options);
}

async function* runFiles<R extends EmotionResult>(
  task: Task,
  files: Iterable<AudioFile>,
  { jobs, ...options }: ClassifyFilesOptions,
): AsyncGenerator<FileOutcome<R>, void> {
  // A string is iterable, too.
  if (typeof files === 'string')
    throw new TypeError('Found one path, expected a list of recordings.');
  const list = [...files];
  const { runOpts } = options;
  checkComparison(options);
  const bundle = await prepareBundle(options);
  expectTask(bundle, task);
  const model = toModelInfo(bundle);
  // Once for all, not for each recording.
  if (options.baseline) checkBaseline(options.baseline, model);
  if (options.prior) resolvePrior(options.prior, model.labels);
  const pool = await openModelPool(bundle, list.length, { ...runOpts, jobs });
  try {
    for await (const { item, result, error } of outcomesOf(pool, list, model, options)) {
      // The task of the model determines the type of its results.
      yield result ? { file: item, result: result as R } : { file: item, error };
    }
  } finally {
    await pool.dispose();
  }
}

function checkComparison({ baseline, sameSpeaker = false }: ClassifyFilesOptions): void {
  if (!baseline || sameSpeaker === false) return;
  throw new TypeError('Found both baseline and sameSpeaker, expected one of them.');
}

function outcomesOf(
  pool: ModelPool,
  files: readonly AudioFile[],
  model: ModelInfo,
  { voiceActivity = true, signal, baseline, prior, sameSpeaker = false }: ClassifyFilesOptions,
) {
  const options = { open: (file: AudioFile) => file, voiceActivity, signal, prior };
  if (sameSpeaker === false) return classifyEach(pool, files, { ...options, baseline });
  const speakerOf = sameSpeaker === true ? everybodyIsOne : bySpeaker(sameSpeaker);
  return classifySpeakers(pool, files, model, { ...options, speakerOf });
}

const everybodyIsOne = (): SpeakerOf => ({ id: '' });

function bySpeaker(speakerOf: (file: AudioFile) => string | undefined) {
  return (file: AudioFile): SpeakerOf | undefined => {
    const id = speakerOf(file);
    return id === undefined ? undefined : { id, name: id };
  };
}
