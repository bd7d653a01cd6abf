import { type DiarizedSegment, diarizedSegments } from '../conversation/index.js';
import {
  type Baseline,
  type BaselineOptions,
  type Classification,
  type ClassifyOptions,
  type EmbedOptions,
  expectRelativeHead,
  makeBaseline,
  type VoicePart,
  type Waveforms,
} from '../inference/index.js';
import {
  type BrowserConversationOptions,
  type BrowserLoadOptions,
  type BrowserSourceOptions,
  EmotionModel,
  openBrowserModel,
  openBrowserSource,
} from './emotion-model.js';
import type { BundleSource } from './sources/web-bundle.js';
import type { BrowserRecording } from './recordings/to-worker-input.js';
import type { ClassifyFilesOptions, FileOutcome } from './run-files.js';

/**
 * Classifies the emotion in a recording, in a worker of the page. The names are those of the class in
 * Node.
 *
 * ```ts
 * const classifier = await EmotionClassifier.fromBundle('/models/wav2emo-base');
 * const [outProb, score, index, textLab] = await classifier.classifyFile(file);
 * ```
 */
export class EmotionClassifier extends EmotionModel {
  /**
   * Loads a bundle.
   *
   * @param source address of the bundle's folder, or its files
   * @throws CheckpointError, FileError, DeviceError, and the signal's reason
   * @throws TypeError for a regression model; use {@link EmotionRegressor} instead
   */
  static async fromBundle(
    source: BundleSource,
    options: BrowserLoadOptions = {},
  ): Promise<EmotionClassifier> {
    return new EmotionClassifier(await openBrowserModel(source, options, 'classification'));
  }

  /**
   * Loads a model from the files of a checkpoint of SpeechBrain or Hugging Face, which are converted in a
   * worker of their own and kept in the browser's cache; or a bundle. The name is SpeechBrain's.
   *
   * @throws CheckpointError, FileError, DeviceError, and the signal's reason
   * @throws TypeError for a regression model; use {@link EmotionRegressor} instead
   */
  static async fromHparams(options: BrowserSourceOptions): Promise<EmotionClassifier> {
    return new EmotionClassifier(await openBrowserSource(options, 'classification'));
  }

  /**
   * Classifies a recording of any format, rate and number of channels, up to 24 hours long, as in Node.
   *
   * @param options with a `baseline` the recording is compared with its speaker; the baseline must not
   *   contain this recording
   * @throws AudioError, FileError, DeviceError, and the signal's reason; BaselineError if the baseline,
   *   RangeError if the prior does not belong to the model
   */
  async classifyFile(file: BrowserRecording, options?: ClassifyOptions): Promise<Classification> {
    return (await this.run(file, options)).result as Classification;
  }

  /**
   * Classifies many recordings one after the other and yields their outcomes in order. A recording that
   * cannot be read yields an error and does not affect the others.
   *
   * @throws the signal's reason; BaselineError if the model cannot compare recordings or the baseline is
   *   another model's; RangeError if the prior does not belong to the model
   */
  classifyFiles(
    files: Iterable<BrowserRecording>,
    options: ClassifyFilesOptions = {},
  ): AsyncGenerator<FileOutcome<Classification>, void> {
    // The task of the model determines the type of its results.
    return this.runFiles(files, options) as AsyncGenerator<FileOutcome<Classification>, void>;
  }

  /**
   * Classifies each utterance of a batch, each exactly as if it were alone.
   *
   * @param wavs 16 kHz mono, `[time]` or `[batch][time]`
   * @param wavLens the part of each utterance that is not padding, 0 to 1, as in SpeechBrain
   */
  async classifyBatch(
    wavs: Waveforms,
    wavLens?: readonly number[],
    options?: ClassifyOptions,
  ): Promise<Classification[]> {
    return (await this.runBatch(wavs, wavLens, options)) as Classification[];
  }

  /**
   * Finds the emotions along a recording, under SpeechBrain's name, as in Node: frame by frame if the model
   * classifies frames, otherwise by the segments of {@link conversation}.
   *
   * @returns `{ [file]: segments }` in order, by the address that was given or the name of a `File`;
   *   `recording` for others
   * @throws as {@link conversation}
   */
  async diarizeFile(
    file: BrowserRecording,
    options: BrowserConversationOptions = {},
  ): Promise<Record<string, DiarizedSegment[]>> {
    const { signal, onEvent } = options;
    const spans = this.info.frameLogits
      ? await this.labelFrames(file, { signal, onEvent })
      : (await this.conversation(file, options)).segments;
    return { [nameOf(file)]: diarizedSegments(spans) };
  }

  /**
   * Makes a baseline of a speaker: how this voice sounds when nothing is the matter. A few seconds of
   * ordinary speech are enough; more are better.
   *
   * @param recordings files, or samples at 16 kHz mono `[time]`, all of one speaker
   * @throws AudioError, FileError, DeviceError for the first recording that cannot be read;
   *   BaselineError `baseline-too-short` below one second of speech, `baseline-unsupported` if the model
   *   has no relative head; the signal's reason
   */
  async baseline(
    recordings: Iterable<BrowserRecording | Float32Array>,
    { name, ...options }: BaselineOptions & EmbedOptions = {},
  ): Promise<Baseline> {
    // A string and samples are iterable, too.
    if (typeof recordings === 'string' || recordings instanceof Float32Array)
      throw new TypeError('Found one recording, expected a list of recordings.');
    expectRelativeHead(this.info);
    const voices: VoicePart[][] = [];
    for (const recording of recordings) voices.push(await this.embed(recording, options));
    return makeBaseline(this.info, voices, { name });
  }
}

/** What a recording is called in a result. */
function nameOf(file: BrowserRecording): string {
  if (file instanceof URL) return file.href;
  if (typeof file === 'string') return file;
  return 'name' in file && typeof file.name === 'string' ? file.name : 'recording';
}
