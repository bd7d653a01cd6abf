import type { Adaptation, AnsweredExample } from '../../adaptation/index.js';
import { type Bundle, readBundle, toModelInfo } from '../../bundles/index.js';
import type { Baseline, ModelInfo, RecordingResult, VoicePart } from '../../inference/index.js';
import type {
  ConversedRecording,
  PreparedModel,
  RecordingWorker,
  WorkerAdaptOptions,
  WorkerConverseOptions,
  WorkerEmbedOptions,
} from '../../workers/index.js';
import { ServerError } from '../problem/index.js';
import { type RecordingJson, type RequestedParts, toRecordingJson } from './recording-json.js';

/** What a request asks of a recording, and what ends and holds back its computation. */
export type JobOptions = Pick<WorkerEmbedOptions, 'gate' | 'onBegin' | 'priority'> & {
  readonly signal: AbortSignal;
};

/** What computes for an engine: a process under limits, or workers behind a queue. */
export type EngineWorker = RecordingWorker<PreparedModel> & {
  /** Id of the process, while there is one on this machine. */
  readonly pid?: number | undefined;
};

/** The models that a server computes with, and their results as clients see them. */
export class Engine {
  readonly #worker: EngineWorker;
  readonly #models = new Map<string, PreparedModel>();

  constructor(worker: EngineWorker) {
    this.#worker = worker;
  }

  /** Number of models that are open. */
  get models(): number {
    return this.#models.size;
  }

  /** Id of the process that computes, while there is one on this machine. */
  get pid(): number | undefined {
    return this.#worker.pid;
  }

  /**
   * Opens a model, and computes a first result with it.
   *
   * @throws what the model's files or its first result are to blame for; ServerError
   */
  async open(model: string, request: PreparedModel): Promise<void> {
    await this.#worker.open(model, request);
    this.#models.set(model, request);
  }

  /** Waits for the running recordings of a model and frees its memory. */
  async close(model: string): Promise<void> {
    this.#models.delete(model);
    await this.#worker.close(model);
  }

  /** Forgets a model that could not be opened again. */
  forget(model: string): void {
    this.#models.delete(model);
  }

  /** Classifies a recording. It settles only when the computation has stopped. */
  async classify(
    model: string,
    path: string,
    {
      embedding,
      baseline,
      ...parts
    }: RequestedParts & { readonly baseline?: Baseline | undefined },
    { gate, onBegin, ...control }: JobOptions,
  ): Promise<RecordingJson> {
    let start = performance.now();
    const begin = () => {
      start = performance.now() - (gate?.heldMs ?? 0);
      onBegin?.();
    };
    const options = { ...parts, ...(baseline && { baseline }), ...control, gate, onBegin: begin };
    const result = await this.#worker.classify(model, path, options);
    const { name } = this.#models.get(model) ?? { name: model };
    const computeSeconds = (performance.now() - start - (gate?.heldMs ?? 0)) / 1000;
    return toRecordingJson(result, { model: name, computeSeconds, embedding });
  }

  /** Computes the embeddings of the speech in a recording; as {@link classify}. */
  async embedSpeech(model: string, path: string, options: JobOptions): Promise<VoicePart[]> {
    return await this.#worker.embedSpeech(model, path, options);
  }

  /** Computes what a model is adapted with from a recording; as {@link classify}. */
  async computeClip(model: string, path: string, options: JobOptions): Promise<RecordingResult> {
    const parts = { voiceActivity: true, windows: true };
    return await this.#worker.classify(model, path, { ...parts, ...options });
  }

  /** Fits new heads for a model; see `adaptHeads`. As {@link classify}. */
  async adapt(
    model: string,
    examples: readonly AnsweredExample[],
    options: WorkerAdaptOptions,
  ): Promise<Adaptation> {
    return await this.#worker.adapt(model, examples, options);
  }

  /** Analyses a conversation; as {@link classify}. */
  async converse(
    model: string,
    path: string,
    options: WorkerConverseOptions & JobOptions,
  ): Promise<ConversedRecording> {
    return await this.#worker.converse(model, path, options);
  }

  /**
   * What inference knows about an open model.
   *
   * @throws ServerError `model-not-loaded`
   */
  async describe(model: string): Promise<ModelInfo> {
    return toModelInfo(await this.bundleOf(model));
  }

  /**
   * The bundle of an open model.
   *
   * @throws ServerError `model-not-loaded`
   */
  async bundleOf(model: string): Promise<Bundle> {
    const open = this.#models.get(model);
    if (!open) throw new ServerError('model-not-loaded', 'The model has been unloaded.');
    return await readBundle(open.folder);
  }

  /** What an open model was opened with. */
  locate(model: string): PreparedModel | undefined {
    return this.#models.get(model);
  }

  /** Ends what computes. */
  async dispose(): Promise<void> {
    await this.#worker.dispose();
  }
}
