import {
  addUncertain,
  type AnswerDetails,
  type AnswerOptions,
  type Classification,
  classification,
  EmotionModel,
  softmax,
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
 * Names the emotion in a recording. The words are SpeechBrain's.
 *
 * ```ts
 * const classifier = await EmotionClassifier.fromHparams();
 * const [outProb, score, index, textLab] = await classifier.classifyFile('call.wav');
 * ```
 */
export class EmotionClassifier extends EmotionModel<Classification> {
  /**
   * Loads a model: the embedded one by default, a folder, a bundle, or a hub repository such as
   * `speechbrain/emotion-recognition-wav2vec2-IEMOCAP`.
   *
   * @throws CheckpointError, HubError, FileError, DeviceError
   * @throws TypeError for a regression model, which {@link EmotionRegressor} answers for
   */
  static async fromHparams(options: LoadOptions = {}): Promise<EmotionClassifier> {
    return EmotionClassifier.open(await prepareBundle(options), options.runOpts);
  }

  /** Opens a bundle that is at hand. */
  static async open(bundle: Bundle, runOpts?: RunOptions): Promise<EmotionClassifier> {
    expectTask(bundle, 'classification');
    return new EmotionClassifier(bundle, await openGraph(bundle, runOpts));
  }

  /**
   * Classifies a recording of any format, rate and number of channels.
   *
   * @throws AudioError, FileError
   */
  classifyFile(file: AudioFile, options?: AnswerOptions): Promise<Classification> {
    return this.answerFile(file, options);
  }

  /**
   * Classifies each utterance of a batch, each exactly as if it were alone.
   *
   * @param wavs 16 kHz mono, `[time]` or `[batch][time]`
   * @param wavLens the part of each utterance that is not padding, 0 to 1, as in SpeechBrain
   */
  classifyBatch(
    wavs: Waveforms,
    wavLens?: readonly number[],
    options?: AnswerOptions,
  ): Promise<Classification[]> {
    return this.answerBatch(wavs, wavLens, options);
  }

  protected override conclude(outputs: WindowOutputs, details: AnswerDetails): Classification {
    const { calibration } = this.manifest;
    const probabilities = outputs.mean((logits) => softmax(logits, calibration?.temperature));
    const findings = addUncertain(details.findings, probabilities, calibration);
    return classification(probabilities, this.labels, { ...details, findings });
  }
}
