import { type Bundle, expectTask } from '../bundles/index.js';
import type { ClassifyOptions, Regression, Waveforms } from '../inference/index.js';
import {
  type AudioFile,
  type LoadOptions,
  openModel,
  openRecording,
  prepareBundle,
  type RunOptions,
} from '../node/index.js';
import { EmotionModel, runBatch } from './emotion-model.js';

/**
 * Predicts dimensions of emotion in a recording, such as the arousal, dominance and valence of
 * audEERING's model.
 */
export class EmotionRegressor extends EmotionModel {
  /**
   * Loads a regression model from a folder, a bundle or a hub repository.
   *
   * @throws CheckpointError, HubError, FileError, DeviceError
   * @throws TypeError for a classifier; use {@link EmotionClassifier} instead
   */
  static async fromHparams(options: LoadOptions): Promise<EmotionRegressor> {
    return EmotionRegressor.open(await prepareBundle(options), options.runOpts);
  }

  /** Opens a bundle that is on the disk already. */
  static async open(bundle: Bundle, runOpts?: RunOptions): Promise<EmotionRegressor> {
    expectTask(bundle, 'regression');
    return new EmotionRegressor(bundle, await openModel(bundle, runOpts));
  }

  /**
   * Predicts the dimensions of a recording of any format, as `EmotionClassifier.classifyFile`
   * classifies it.
   *
   * @throws AudioError, FileError, DeviceError, and the signal's reason
   */
  async predictFile(file: AudioFile, options?: ClassifyOptions): Promise<Regression> {
    return (await this.model.classifyBlob(await openRecording(file), options)) as Regression;
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
    return (await runBatch(this.model, wavs, wavLens, options)) as Regression[];
  }
}
