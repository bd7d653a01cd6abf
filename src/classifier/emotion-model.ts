import { loadRecording } from '../audio/index.js';
import type { Bundle, BundleManifest } from '../bundles/index.js';
import { type ClassifyOptions, LoadedModel, unpad, type Waveforms } from '../inference/index.js';
import type { Conversation } from '../conversation/index.js';
import type { Label } from '../labels.js';
import { type AudioFile, openRecording } from '../node/index.js';
import { analyseFile, type AnalyseFileOptions } from './analyse-file.js';

/** What classifiers and regression models have in common. */
export class EmotionModel {
  /** The description of the bundle: labels, architecture, provenance, licence. */
  readonly manifest: BundleManifest;
  /** The model in memory. */
  protected readonly model: LoadedModel;

  constructor(bundle: Bundle, model: LoadedModel) {
    this.manifest = bundle.manifest;
    this.model = model;
  }

  /** The labels in the order of the outputs. */
  get labels(): readonly Label[] {
    return this.manifest.labels;
  }

  /**
   * Computes the embeddings of a batch of utterances.
   *
   * @param wavs 16 kHz mono, `[time]` or `[batch][time]`
   * @param wavLens the part of each utterance that is not padding, 0 to 1, as in SpeechBrain
   * @returns `[batch][embeddingSize]`
   */
  async encodeBatch(wavs: Waveforms, wavLens?: readonly number[]): Promise<Float32Array[]> {
    const results = await runBatch(this.model, wavs, wavLens, { voiceActivity: false });
    return results.map(({ embedding }) => embedding);
  }

  /**
   * Reads a recording into the samples that the model receives.
   *
   * @returns 16 kHz mono `[time]`
   * @throws AudioError, FileError
   */
  async loadAudio(file: AudioFile): Promise<Float32Array> {
    return (await loadRecording(await openRecording(file))).samples;
  }

  /**
   * Analyses a conversation, or any recording that is longer than a clip: who sounded how, when.
   *
   * ```ts
   * const { moments, summary } = await classifier.conversation('call.wav');
   * ```
   *
   * @param file of any format and up to 24 hours, read once in memory that hardly grows
   * @throws AudioError, FileError, DeviceError, BaselineError, RangeError, and the signal's reason
   */
  async conversation(file: AudioFile, options?: AnalyseFileOptions): Promise<Conversation> {
    return await analyseFile(this.model, file, options);
  }

  /** Frees the graph's memory. The model cannot be used afterwards. */
  async dispose(): Promise<void> {
    await this.model.dispose();
  }

  /** Frees the model at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

/** Computes each utterance of a batch by itself, exactly as if it were alone. */
export async function runBatch(
  model: LoadedModel,
  wavs: Waveforms,
  wavLens?: readonly number[],
  options?: ClassifyOptions,
) {
  const results = [];
  for (const samples of unpad(wavs, wavLens)) {
    results.push(await model.classifySamples(samples, options));
  }
  return results;
}
