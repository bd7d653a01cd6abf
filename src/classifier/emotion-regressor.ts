import {
  type AnswerDetails,
  type AnswerOptions,
  EmotionModel,
  type Regression,
  regression,
  type Waveforms,
  type WindowOutputs,
} from '../inference/index.js';
import {
  type AudioFile,
  type Bundle,
  expectTask,
  openGraph,
  type RunOptions,
} from '../bundles/index.js';
import { type LoadOptions, prepareBundle } from './prepare-bundle.js';

/**
 * Measures dimensions of emotion in a recording, such as the arousal, dominance and valence of
 * audEERING's model.
 */
export class EmotionRegressor extends EmotionModel<Regression> {
  /**
   * Loads a regression model from a folder, a bundle or a hub repository.
   *
   * @throws CheckpointError, HubError, FileError, DeviceError
   * @throws TypeError for a classifier, which {@link EmotionClassifier} answers for
   */
  static async fromHparams(options: LoadOptions): Promise<EmotionRegressor> {
    return EmotionRegressor.open(await prepareBundle(options), options.runOpts);
  }

  /** Opens a bundle that is at hand. */
  static async open(bundle: Bundle, runOpts?: RunOptions): Promise<EmotionRegressor> {
    expectTask(bundle, 'regression');
    return new EmotionRegressor(bundle, await openGraph(bundle, runOpts));
  }

  /**
   * Measures a recording of any format, rate and number of channels.
   *
   * @throws AudioError, FileError
   */
  predictFile(file: AudioFile, options?: AnswerOptions): Promise<Regression> {
    return this.answerFile(file, options);
  }

  /**
   * Measures each utterance of a batch, each exactly as if it were alone.
   *
   * @param wavs 16 kHz mono, `[time]` or `[batch][time]`
   * @param wavLens the part of each utterance that is not padding, 0 to 1, as in SpeechBrain
   */
  predictBatch(
    wavs: Waveforms,
    wavLens?: readonly number[],
    options?: AnswerOptions,
  ): Promise<Regression[]> {
    return this.answerBatch(wavs, wavLens, options);
  }

  protected override conclude(_outputs: WindowOutputs, details: AnswerDetails): Regression {
    return regression(this.labels, details);
  }
}
