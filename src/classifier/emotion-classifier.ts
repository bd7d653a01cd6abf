import { type Bundle, expectTask } from '../bundles/index.js';
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
  type AudioFile,
  type LoadOptions,
  openModel,
  openRecording,
  prepareBundle,
  type RunOptions,
} from '../node/index.js';
import type { AnalyseFileOptions } from './analyse-file.js';
import type { DiarizedSegment } from '../conversation/index.js';
import { diarize, nameOf } from './diarize.js';
import { embedRecordings } from './embed-recordings.js';
import { EmotionModel, runBatch } from './emotion-model.js';

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
   * @param options with a `baseline` the recording is compared with its speaker; the baseline must not
   *   contain this recording
   * @throws AudioError, FileError, DeviceError, and the signal's reason; BaselineError if the baseline,
   *   RangeError if the prior does not belong to the model
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
   * A model that classifies each frame, like `speechbrain/emotion-diarization-wavlm-large`, gives the
   * result of SpeechBrain's `diarize_file`: each frame of the mixed channels has a label, silence
   * included, and of the options only `signal` and `onEvent` (progress alone) have an effect. Other
   * models give the segments of {@link conversation}; what is not speech is in none.
   *
   * @returns `{ [file]: segments }` in order, by the path or address that was given, or the name of a
   *   `File`; `recording` for other bytes
   * @throws as {@link conversation}
   */
  async diarizeFile(
    file: AudioFile,
    options?: AnalyseFileOptions,
  ): Promise<Record<string, DiarizedSegment[]>> {
    return { [nameOf(file)]: await diarize(this.model, file, options) };
  }

  /**
   * Makes a baseline of a speaker: how this voice sounds when nothing is the matter. A few seconds of
   * ordinary speech are enough; more are better. Emotional parts among mostly ordinary ones count
   * little.
   *
   * @param recordings files of any format, or samples at 16 kHz mono `[time]`, all of one speaker
   * @throws AudioError, FileError, DeviceError for the first recording that cannot be read;
   *   BaselineError `baseline-too-short` below one second of speech, `baseline-unsupported` if the model
   *   has no relative head; the signal's reason
   */
  async baseline(
    recordings: Iterable<AudioFile | Float32Array>,
    { name, ...options }: BaselineOptions & EmbedOptions = {},
  ): Promise<Baseline> {
    expectRelativeHead(this.model.info);
    const voices: VoicePart[][] = [];
    for await (const parts of embedRecordings(this.model, recordings, options)) voices.push(parts);
    return makeBaseline(this.model.info, voices, { name });
  }
}
