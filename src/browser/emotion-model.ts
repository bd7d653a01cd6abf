import { type BundleManifest, expectTask, toModelInfo } from '../bundles/web.js';
import type {
  Conversation,
  LabelledSpan,
  LiveOptions,
  LiveSummary,
} from '../conversation/index.js';
import {
  type ClassifyOptions,
  type EmbedOptions,
  type EmotionResult,
  type ModelInfo,
  type RecordingResult,
  type ResultParts,
  type SampleStream,
  type Task,
  unpad,
  type VoicePart,
  type Waveforms,
} from '../inference/index.js';
import type { Label } from '../labels.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { type RemoteWorker, type WorkerConverseOptions, WorkerError } from '../workers/web.js';
import { assetsFrom } from './assets.js';
import { openSource } from './conversion/open-source.js';
import type { ConversionOptions } from './conversion/run-converter.js';
import {
  type BrowserRuntime,
  type Engine,
  type EngineOptions,
  MODEL,
  startEngine,
} from './engine/start-engine.js';
import {
  type BundleSource,
  openWebBundle,
  type WebBundle,
  type WebBundleOptions,
} from './sources/web-bundle.js';
import type { MediaStreamLike } from './platform.js';
import { streamOf } from './recordings/stream-of.js';
import {
  type BrowserRecording,
  toSampleStream,
  toWorkerInput,
} from './recordings/to-worker-input.js';
import { type ClassifyFilesOptions, type FileOutcome, runFiles } from './run-files.js';

/** How a model is loaded and computed. */
export type BrowserLoadOptions = EngineOptions & WebBundleOptions;

/** Options of `EmotionModel.conversation`. */
export type BrowserConversationOptions = Omit<WorkerConverseOptions, 'onBegin' | 'gate'>;

/** A bundle and the engine that has it. */
export type OpenedModel = {
  readonly bundle: WebBundle;
  readonly engine: Engine;
  /** Address of the audio worklet. */
  readonly capture: string;
};

/**
 * Loads a bundle and starts its engine.
 *
 * @param task what the model is expected to do; default: anything
 */
export async function openBrowserModel(
  source: BundleSource,
  options: BrowserLoadOptions,
  task?: Task,
): Promise<OpenedModel> {
  return await start(await openWebBundle(source, options), options, task);
}

async function start(
  bundle: WebBundle,
  options: BrowserLoadOptions,
  task: Task | undefined,
): Promise<OpenedModel> {
  if (task) expectTask(bundle, task);
  const { capture } = assetsFrom(options.assets);
  return { bundle, engine: await startEngine(bundle, options), capture };
}

/** Where a model comes from, and how it is converted, loaded and computed. */
export type BrowserSourceOptions = BrowserLoadOptions &
  ConversionOptions & {
    /** Files of a checkpoint or of a bundle, or the address of a bundle's folder. */
    readonly source: BundleSource;
  };

/**
 * Opens a model from wherever it comes, and starts its engine.
 *
 * @param task what the model is expected to do; default: anything
 */
export async function openBrowserSource(
  { source, ...options }: BrowserSourceOptions,
  task?: Task,
): Promise<OpenedModel> {
  return await start(await openSource(source, options), options, task);
}

/** What classifiers and regression models have in common. */
export class EmotionModel {
  /** The description of the bundle: labels, architecture, provenance, licence. */
  readonly manifest: BundleManifest;
  /** How the model is computed, and what could be better about it. */
  readonly runtime: BrowserRuntime;
  protected readonly info: ModelInfo;
  #worker: RemoteWorker | undefined;
  readonly #capture: string;
  readonly #end: () => void;

  constructor({ bundle, engine, capture }: OpenedModel) {
    this.manifest = bundle.manifest;
    this.runtime = engine.runtime;
    this.info = toModelInfo(bundle);
    this.#worker = engine.worker;
    this.#capture = capture;
    this.#end = engine.end;
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
    const results = await this.runBatch(wavs, wavLens, { voiceActivity: false });
    return results.map(({ embedding }) => embedding);
  }

  /**
   * Analyses a conversation, or any recording that is longer than a clip: who sounded how, when.
   *
   * @param file of any format and up to 24 hours, read once in memory that hardly grows
   * @throws AudioError, FileError, DeviceError, BaselineError, RangeError, and the signal's reason
   */
  async conversation(
    file: BrowserRecording,
    options: BrowserConversationOptions = {},
  ): Promise<Conversation> {
    const input = await toWorkerInput(file, this.#capture);
    return (await this.worker.converse(MODEL, input, options)).conversation;
  }

  /**
   * Measures the emotion in a stream while it arrives: finds utterances, reports measurements while
   * somebody speaks, and classifies each utterance when it ends.
   *
   * @param source e.g. of `navigator.mediaDevices.getUserMedia({ audio: true })`; the session ends when all of
   *   its tracks have ended
   * @throws RangeError if a setting is out of range; BaselineError, DeviceError, and the signal's reason
   */
  async live(source: MediaStreamLike | SampleStream, options: LiveOptions): Promise<LiveSummary> {
    return await this.worker.live(MODEL, await toSampleStream(source, this.#capture), options);
  }

  /** Ends the worker and frees its memory. The model cannot be used afterwards. */
  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker && !worker.hasEnded) await worker.dispose().catch(() => undefined);
    this.#end();
  }

  /** Ends the worker at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  /** @throws WorkerError after `dispose`: a worker that was ended answers nothing */
  protected get worker(): RemoteWorker {
    if (this.#worker) return this.#worker;
    throw new WorkerError('worker-ended', 'The model was disposed. Load it again.');
  }

  /** Computes one recording. */
  protected async run(
    file: BrowserRecording,
    options: ClassifyOptions & ResultParts = {},
  ): Promise<RecordingResult> {
    return await this.worker.classify(MODEL, await toWorkerInput(file, this.#capture), options);
  }

  /** Computes recordings one after the other. */
  protected runFiles(
    files: Iterable<BrowserRecording>,
    options: ClassifyFilesOptions,
  ): AsyncGenerator<FileOutcome, void> {
    return runFiles(files, this.info, (file, each) => this.run(file, each), options);
  }

  /** Labels each frame of a recording, with a model that classifies frames. */
  protected async labelFrames(
    file: BrowserRecording,
    options: Pick<BrowserConversationOptions, 'signal' | 'onEvent'>,
  ): Promise<readonly LabelledSpan[]> {
    return await this.worker.diarizeFrames(
      MODEL,
      await toWorkerInput(file, this.#capture),
      options,
    );
  }

  /** Computes the embeddings of the speech in a recording, or in samples at 16 kHz. */
  protected async embed(
    recording: BrowserRecording | Float32Array,
    options: EmbedOptions,
  ): Promise<VoicePart[]> {
    const input =
      recording instanceof Float32Array
        ? streamOf(recording, MODEL_SAMPLE_RATE)
        : await toWorkerInput(recording, this.#capture);
    return await this.worker.embedSpeech(MODEL, input, options);
  }

  /** Computes each utterance of a batch by itself, exactly as if it were alone. */
  protected async runBatch(
    wavs: Waveforms,
    wavLens?: readonly number[],
    options: ClassifyOptions = {},
  ): Promise<EmotionResult[]> {
    const results: EmotionResult[] = [];
    for (const samples of unpad(wavs, wavLens)) {
      const input = streamOf(samples, MODEL_SAMPLE_RATE);
      results.push((await this.worker.classify(MODEL, input, options)).result);
    }
    return results;
  }
}
