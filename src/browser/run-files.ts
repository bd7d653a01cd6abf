import {
  checkBaseline,
  type ClassifyOptions,
  type EmotionResult,
  expectRelativeHead,
  type ModelInfo,
  type RecordingResult,
  resolvePrior,
} from '../inference/index.js';
import { judgeSpeakers, type SpeakerOf } from '../workers/web.js';
import type { BrowserRecording } from './recordings/to-worker-input.js';

/** What came of one recording: a result, or else an error. */
export type FileOutcome<R extends EmotionResult = EmotionResult> = {
  readonly file: BrowserRecording;
  readonly result?: R;
  /** Why there is no result, e.g. an `AudioError`. */
  readonly error?: unknown;
};

/** Options of `EmotionRegressor.predictFiles`. */
export type PredictFilesOptions = Pick<ClassifyOptions, 'voiceActivity' | 'signal'>;

/** Options of `EmotionClassifier.classifyFiles`. */
export type ClassifyFilesOptions = PredictFilesOptions &
  Pick<ClassifyOptions, 'baseline' | 'prior'> & {
    /**
     * Whether all recordings are of one speaker, or a function that returns the speaker of each
     * (`undefined`: judged alone). Each recording is then compared with the other recordings of its
     * speaker. All are computed before the first outcome is yielded. Default: false.
     */
    readonly sameSpeaker?: boolean | ((file: BrowserRecording) => string | undefined);
  };

/** Computes one recording with its windows, which `judgeSpeakers` needs. */
export type ComputeFile = (
  file: BrowserRecording,
  options: ClassifyOptions & { readonly windows?: boolean },
) => Promise<RecordingResult>;

/**
 * Computes recordings one after the other and yields their outcomes in order. A recording that cannot be
 * read yields an error and does not affect the others.
 *
 * @throws the signal's reason; BaselineError, RangeError, TypeError if the options do not fit the model
 */
export async function* runFiles(
  files: Iterable<BrowserRecording>,
  model: ModelInfo,
  compute: ComputeFile,
  { sameSpeaker = false, ...options }: ClassifyFilesOptions,
): AsyncGenerator<FileOutcome, void> {
  // A string is iterable, too.
  if (typeof files === 'string')
    throw new TypeError('Found one address, expected a list of recordings.');
  checkOptions(model, { sameSpeaker, ...options });
  if (sameSpeaker === false) {
    for (const file of files) {
      const { found, error } = await outcomeOf(compute, file, options);
      yield found ? { file, result: found.result } : { file, error };
    }
    return;
  }
  const outcomes: (Awaited<ReturnType<typeof outcomeOf>> & { file: BrowserRecording })[] = [];
  for (const file of files)
    outcomes.push({ file, ...(await outcomeOf(compute, file, { ...options, windows: true })) });
  const speakers = outcomes.map(({ file }) => speakerOf(file, sameSpeaker));
  const results = outcomes.map(({ found }) => found);
  const judged = judgeSpeakers(results, speakers, model, options.prior);
  for (const [at, { file, error }] of outcomes.entries()) {
    const result = judged[at];
    yield result ? { file, result } : { file, error };
  }
}

function checkOptions(
  model: ModelInfo,
  { baseline, prior, sameSpeaker }: ClassifyFilesOptions,
): void {
  if (baseline && sameSpeaker !== false)
    throw new TypeError('Found both baseline and sameSpeaker, expected one of them.');
  // Once for all, not for each recording.
  if (sameSpeaker !== false) expectRelativeHead(model);
  if (baseline) checkBaseline(baseline, model);
  if (prior) resolvePrior(prior, model.labels);
}

async function outcomeOf(
  compute: ComputeFile,
  file: BrowserRecording,
  options: Parameters<ComputeFile>[1],
): Promise<{ readonly found?: RecordingResult; readonly error?: unknown }> {
  options.signal?.throwIfAborted();
  try {
    return { found: await compute(file, options) };
  } catch (error) {
    options.signal?.throwIfAborted();
    return { error };
  }
}

function speakerOf(
  file: BrowserRecording,
  sameSpeaker: true | ((file: BrowserRecording) => string | undefined),
): SpeakerOf | undefined {
  if (sameSpeaker === true) return { id: '' };
  const id = sameSpeaker(file);
  return id === undefined ? undefined : { id, name: id };
}
