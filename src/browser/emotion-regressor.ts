import type { ClassifyOptions, Regression, Waveforms } from '../inference/index.js';
import {
  type BrowserLoadOptions,
  type BrowserSourceOptions,
  EmotionModel,
  openBrowserModel,
  openBrowserSource,
} from './emotion-model.js';
import type { BundleSource } from './sources/web-bundle.js';
import type { BrowserRecording } from './recordings/to-worker-input.js';
import type { FileOutcome, PredictFilesOptions } from './run-files.js';

/** Predicts dimensions of emotion in a recording, in a worker of the page. */
export class EmotionRegressor extends EmotionModel {
  /**
   * Loads a bundle.
   *
   * @param source address of the bundle's folder, or its files
   * @throws CheckpointError, FileError, DeviceError, and the signal's reason
   * @throws TypeError for a classifier; use {@link EmotionClassifier} instead
   */
  static async fromBundle(
    source: BundleSource,
    options: BrowserLoadOptions = {},
  ): Promise<EmotionRegressor> {
    return new EmotionRegressor(await openBrowserModel(source, options, 'regression'));
  }

  /**
   * Loads a model from the files of a checkpoint of SpeechBrain or Hugging Face, which are converted in a
   * worker of their own and kept in the browser's cache; or a bundle. The name is SpeechBrain's.
   *
   * @throws CheckpointError, FileError, DeviceError, and the signal's reason
   * @throws TypeError for a classifier; use {@link EmotionClassifier} instead
   */
  static async fromHparams(options: BrowserSourceOptions): Promise<EmotionRegressor> {
    return new EmotionRegressor(await openBrowserSource(options, 'regression'));
  }

  /**
   * Predicts the dimensions of a recording of any format, as `EmotionClassifier.classifyFile` classifies it.
   *
   * @throws AudioError, FileError, DeviceError, and the signal's reason
   */
  async predictFile(file: BrowserRecording, options?: ClassifyOptions): Promise<Regression> {
    return (await this.run(file, options)).result as Regression;
  }

  /** Predicts the dimensions of many recordings, as `EmotionClassifier.classifyFiles` classifies them. */
  predictFiles(
    files: Iterable<BrowserRecording>,
    options: PredictFilesOptions = {},
  ): AsyncGenerator<FileOutcome<Regression>, void> {
    // The task of the model determines the type of its results.
    return this.runFiles(files, options) as AsyncGenerator<FileOutcome<Regression>, void>;
  }

  /**
   * Predicts the dimensions of each utterance of a batch, each exactly as if it were alone.
   *
   * @param wavs 16 kHz mono, `[time]` or `[batch][time]`
   * @param wavLens the part of each utterance that is not padding, 0 to 1, as in SpeechBrain
   */
  async predictBatch(
    wavs: Waveforms,
    wavLens?: readonly number[],
    options?: ClassifyOptions,
  ): Promise<Regression[]> {
    return (await this.runBatch(wavs, wavLens, options)) as Regression[];
  }
}
