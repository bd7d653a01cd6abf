import type { Redis } from 'ioredis';
import type { Baseline } from '../../inference/index.js';
import type { ObjectStore } from '../../object-store/index.js';
import { inSpan, noteFigures } from '../../telemetry/index.js';
import type { ModelEntry } from '../models/model-entry.js';
import type { LoadConsent } from '../models/model-registry.js';
import { ServerError } from '../problem/index.js';
import { placesOf, type ServerSettings } from '../settings/index.js';
import {
  type Received,
  receiveFiles,
  removeUploads,
  type Sender,
  type Upload,
  type UploadPart,
} from '../uploads/index.js';
import type { Adaptations } from './adaptations.js';
import {
  checkLoading,
  chooseReadyModel,
  loadDefaultModel,
  type ModelProgress,
  readyModels,
} from './choose-model.js';
import {
  type ClassifyOptions,
  classifyRecordings,
  classifyUpload,
  type RecordingOutcome,
} from './classify-recordings.js';
import type { RecordingJson } from '../engine/index.js';
import { computeVoice, type VoiceOptions } from './compute-voices.js';
import type { ConversationJob } from './conversation-job.js';
import type { ConversationRequest, Conversations } from './conversations.js';
import { closeParts, type CloseSteps, type ServiceParts } from './close-parts.js';
import type { LiveSessions } from './live-sessions.js';
import type { ObservedRequest } from './metrics.js';

/** A client may try again after this time if the server stops: about the time of a restart. */
const SHUTDOWN_RETRY_SECONDS = 10;

/** Whether the server accepts work. */
export type Readiness = {
  /** Requests that wait or are computed. */
  readonly queued: number;
  /** The largest value of `queued`. */
  readonly capacity: number;
  readonly modelsReady: number;
};

/** Everything that a server does, without HTTP. */
export class Service {
  readonly settings: ServerSettings;
  readonly #parts: ServiceParts;
  #isClosing = false;

  constructor(settings: ServerSettings, parts: ServiceParts) {
    this.settings = settings;
    this.#parts = parts;
  }

  /** Id of the process that computes, if it runs. */
  get enginePid(): number | undefined {
    return this.#parts.engine.pid;
  }

  /** Requests that wait or are computed. */
  get queued(): number {
    return this.#parts.queue.size;
  }

  /** Recordings that wait for workers on other machines; absent without the settings of objects. */
  get objects(): ObjectStore | undefined {
    return this.#parts.objects?.store;
  }

  /** The Redis of the queue, for counts that several servers share; absent without a queue. */
  get redis(): Redis | undefined {
    return this.#parts.redis;
  }

  /** The live sessions. */
  get live(): LiveSessions {
    return this.#parts.live;
  }

  /** @throws ServerError `shutting-down` if the server is being stopped */
  checkOpen(): void {
    if (!this.#isClosing) return;
    throw new ServerError('shutting-down', 'The server is being stopped. Try again later.', {
      retryAfterSeconds: SHUTDOWN_RETRY_SECONDS,
    });
  }

  /**
   * @param client who asks; default: anybody
   * @throws ServerError `queue-full` if no request can be computed or wait
   */
  checkQueue(client?: string): void {
    this.#parts.queue.check(client);
  }

  /**
   * Checks whether recordings can be classified, before a client uploads them.
   *
   * @param client who asks
   * @param model id; default: any model that is ready
   * @throws ServerError `queue-full`, `model-unknown`, `model-not-loaded`, `model-loading`
   */
  checkReady(client: string, model?: string): void {
    this.checkQueue(client);
    chooseReadyModel(this.#parts.models, model);
  }

  /** See {@link receiveFiles}. */
  async receive(parts: AsyncIterable<UploadPart>, sender: Sender): Promise<Received[]> {
    return await inSpan('receive', async () => {
      const received = await receiveFiles(parts, this.#parts.uploads, sender);
      noteFigures({ 'wav2emo.recordings': received.length });
      return received;
    });
  }

  /** See {@link classifyRecordings}. */
  async classify(
    received: readonly Received[],
    options: ClassifyOptions,
  ): Promise<RecordingOutcome[]> {
    return await classifyRecordings(this.#parts, received, options);
  }

  /** See {@link classifyUpload}. */
  async classifyUpload(upload: Upload, options: ClassifyOptions): Promise<RecordingJson> {
    return await classifyUpload(this.#parts, upload, options);
  }

  /** See {@link computeVoice}. */
  async computeVoice(received: readonly Received[], options: VoiceOptions): Promise<Baseline> {
    return await computeVoice(this.#parts, received, options);
  }

  /**
   * Begins to analyse the one recording of a request.
   *
   * @throws ServerError `upload-too-many` if there are several; as `Conversations.start`
   */
  async startConversation(
    received: readonly Received[],
    request: ConversationRequest,
  ): Promise<ConversationJob> {
    try {
      const [only, ...others] = received;
      if (only && others.length === 0) return await this.conversations.start(only, request);
      throw new ServerError(
        'upload-too-many',
        `Found ${received.length} recordings, expected one. Send each conversation by itself.`,
      );
    } catch (error) {
      await removeUploads(received);
      throw error;
    }
  }

  /** The conversations that are analysed, and those whose results are kept. */
  get conversations(): Conversations {
    return this.#parts.conversations;
  }

  /** The adaptations that are computed, and those whose results are kept. */
  get adaptations(): Adaptations {
    return this.#parts.adaptations;
  }

  /** All models that the server offers. */
  listModels(): ModelEntry[] {
    return this.#parts.models.list();
  }

  /** @throws ServerError `model-unknown` */
  getModel(id: string): ModelEntry {
    return this.#parts.models.get(id);
  }

  /**
   * Loads a model and resolves when it is ready.
   *
   * @throws ServerError `model-unknown`; RemoteError if loading fails
   */
  async loadModel(id: string, consent?: LoadConsent): Promise<void> {
    await this.#parts.models.load(id, consent);
  }

  /** Loads the model of the settings, and tries again later if that fails. */
  async keepDefaultModel(): Promise<void> {
    const { models } = this.#parts;
    if (models.defaultModel) await models.keepLoaded(models.defaultModel.id);
  }

  /** See {@link loadDefaultModel}. */
  async loadDefaultModel(onProgress?: (progress: ModelProgress) => void): Promise<ModelEntry> {
    return await loadDefaultModel(this.#parts.models, onProgress);
  }

  /**
   * Frees the memory of a model, or cancels its loading.
   *
   * @throws ServerError `model-unknown`
   */
  async unloadModel(id: string): Promise<ModelEntry> {
    await this.#parts.models.unload(id);
    return this.getModel(id);
  }

  /**
   * Asks the hub for the size and licence of a model that is not installed.
   *
   * @throws ServerError `model-unknown`; HubError
   */
  async describeModel(id: string): Promise<ModelEntry> {
    return await this.#parts.models.describe(id);
  }

  /**
   * Calls the listener after every change of a model.
   *
   * @returns a function that removes the listener
   */
  subscribeModels(listener: () => void): () => void {
    return this.#parts.models.subscribe(listener);
  }

  /**
   * @throws ServerError `queue-full` if the server accepts no work at present; `model-loading` if the
   *   model of the settings is not ready
   */
  readiness(): Readiness {
    this.checkQueue();
    const { models } = this.#parts;
    const modelsReady = readyModels(models).length;
    const { defaultModel } = models;
    if (this.settings.model !== undefined && defaultModel?.state !== 'ready')
      checkLoading(models, defaultModel);
    return { queued: this.queued, capacity: placesOf(this.settings), modelsReady };
  }

  /** Media type and text of the metrics in the format of Prometheus. */
  async metrics(): Promise<{ readonly type: string; readonly text: string }> {
    return await this.#parts.metrics.expose();
  }

  /** Adds a request to the metrics. */
  observeRequest(request: ObservedRequest): void {
    this.#parts.metrics.observeRequest(request);
  }

  /** @param read is called each time the metrics are read */
  addGauge(name: string, help: string, read: () => number): void {
    this.#parts.metrics.addGauge(name, help, read);
  }

  /** Accepts no more work, waits for running work as long as the settings allow, and cleans up. */
  async close(steps?: CloseSteps): Promise<void> {
    this.#isClosing = true;
    await closeParts(this.#parts, this.settings.shutdownSeconds, steps);
  }
}
