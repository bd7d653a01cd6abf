import {
  type Answer,
  type AnswerOptions,
  type Classification,
  type Regression,
} from '../inference/index.js';
import { type AudioFile, expectTask, type Task } from '../bundles/index.js';
import { type LoadOptions, prepareBundle } from './prepare-bundle.js';
import { answerEach, openAnswering } from '../workers/index.js';

/** What came of a recording: an answer, or else an error. */
export type FileOutcome<A extends Answer = Answer> = {
  readonly file: AudioFile;
  readonly answer?: A;
  /** Why there is no answer, e.g. an `AudioError`. */
  readonly error?: unknown;
};

/** Which model, and how it answers on many recordings. */
export type ManyOptions = LoadOptions &
  Pick<AnswerOptions, 'voiceActivity'> & {
    /**
     * Recordings at once, each in a thread of its own with the model in its memory and one processor.
     * Default: as many as processors, recordings and free memory are worth it; 1 on graphics cards and
     * where `runOpts.threads` is given.
     */
    readonly jobs?: number;
  };

/**
 * Classifies many recordings, several at once, and gives what came of each in their order. The answers
 * are bit for bit those of `classifyFile`. A recording that cannot be read is an error beside its
 * name and stops no other. Leaving the loop early gives the rest up.
 *
 * ```ts
 * for await (const { file, answer, error } of classifyFiles(paths)) {
 *   console.log(file, answer?.label ?? error);
 * }
 * ```
 *
 * @throws CheckpointError, HubError, FileError, DeviceError where the model cannot be opened; the
 *   signal's reason
 * @throws TypeError for a regression model, which {@link predictFiles} answers for
 */
export function classifyFiles(
  files: Iterable<AudioFile>,
  options: ManyOptions = {},
): AsyncGenerator<FileOutcome<Classification>, void> {
  return answerFiles<Classification>('classification', files, options);
}

/**
 * Measures many recordings by a regression model, as {@link classifyFiles} classifies them.
 *
 * @throws TypeError for a classifier
 */
export function predictFiles(
  files: Iterable<AudioFile>,
  options: ManyOptions,
): AsyncGenerator<FileOutcome<Regression>, void> {
  return answerFiles<Regression>('regression', files, options);
}

async function* answerFiles<A extends Answer>(
  task: Task,
  files: Iterable<AudioFile>,
  { jobs, voiceActivity = true, ...options }: ManyOptions,
): AsyncGenerator<FileOutcome<A>, void> {
  // A text is iterable, too.
  if (typeof files === 'string')
    throw new TypeError('Found one path, expected a list of recordings.');
  const list = [...files];
  const { runOpts, signal } = options;
  const bundle = await prepareBundle(options);
  expectTask(bundle, task);
  const answering = await openAnswering(bundle, list.length, { ...runOpts, jobs });
  try {
    const outcomes = answerEach(answering, list, { open: (file) => file, voiceActivity, signal });
    for await (const { item, answer, error } of outcomes) {
      // The task of the model says which kind of answer it gives.
      yield answer ? { file: item, answer: answer as A } : { file: item, error };
    }
  } finally {
    await answering.dispose();
  }
}
