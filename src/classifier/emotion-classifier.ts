import type { Bundle } from '../bundles/index.js';
import type { Classification, ClassifyOptions, Waveforms } from '../inference/index.js';
import {
  type AudioFile,
  type LoadOptions,
  openModel,
  openRecording,
  prepareBundle,
  type RunOptions,
} from '../node/index.js';
import { type AnalyseFileOptions, type DiarizedSegment, toDiarization } from './analyse-file.js';
import { EmotionModel, runBatch } from './emotion-model.js';
import { expectTask } from './expect-task.js';

/**
 * Classifies the emotion in a recording. The names are SpeechBrain's.
 *
 * ```ts
 * const classifier = await EmotionClassifier.fromHparams();
 * const [outProb, score, index, textLab] = await classifier.classifyFile('call.wav');
 * ```
 */
export class EmotionClassifier extends EmotionModel {
  /**
   * Loads a model: the embedded one by default, a folder, a bundle, or a hub repository such as
   * `speechbrain/emotion-recognition-wav2vec2-IEMOCAP`.
   *
   * @throws CheckpointError, HubError, FileError, DeviceError
   * @throws TypeError for a regression model; use {@link EmotionRegressor} instead
   */
  static async fromHparams(options: LoadOptions = {}): Promise<EmotionClassifier> {
    return EmotionClassifier.open(await prepareBundle(options), options.runOpts);
  }

  /** Opens a bundle that is on the disk already. */
  static async open(bundle: Bundle, runOpts?: RunOptions): Promise<EmotionClassifier> {
    expectTask(bundle, 'classification');
    return new EmotionClassifier(bundle, await openModel(bundle, runOpts));
  }

  /**
   * Classifies a recording of any format, rate and number of channels, up to 24 hours long. One
   * longer than 30 s is computed in windows of 15 to 30 s while it is decoded; its result is their
   * mean weighted by duration.
   *
   * @throws AudioError, FileError, DeviceError, and the signal's reason
   */
  async classifyFile(file: AudioFile, options?: ClassifyOptions): Promise<Classification> {
    return (await this.model.classifyBlob(await openRecording(file), options)) as Classification;
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
    return (await runBatch(this.model, wavs, wavLens, options)) as Classification[];
  }

  /**
   * Finds the emotions along a recording, under SpeechBrain's name; see {@link conversation} for
   * speakers, probabilities and moments.
   *
   * @returns the segments in order; what is not speech is in none
   * @throws as {@link conversation}
   */
  async diarizeFile(file: AudioFile, options?: AnalyseFileOptions): Promise<DiarizedSegment[]> {
    return toDiarization(await this.conversation(file, options));
  }
}
