import type { FastifyBaseLogger } from 'fastify';
import { type RequestedParts, Engine, type RecordingJson } from './engine/index.js';
import { describeFailure, type Failure } from './problem-data.js';
import { EventStreams } from './http/event-stream.js';
import { JobQueue, type Ticket } from './job-queue.js';
import { Metrics } from './metrics.js';
import { offeredModels } from './models/list-models.js';
import { ModelRegistry } from './models/model-registry.js';
import { ServerError } from './server-error.js';
import type { ServerSettings } from './server-settings.js';
import { UploadFolder } from './uploads/upload-folder.js';

/** Bytes of a megabyte, as disks and networks count them. */
const MEGABYTE = 1_000_000;

/** When a client may look for the server again that is stopped now: a restart takes about this long. */
const SHUTDOWN_RETRY_SECONDS = 10;

/** What the routes work with: everything of a server that is not HTTP. */
export class Service {
  readonly settings: ServerSettings;
  readonly uploads: UploadFolder;
  readonly models: ModelRegistry;
  readonly queue: JobQueue;
  readonly streams = new EventStreams();
  readonly metrics: Metrics;
  readonly #engine: Engine;
  #isClosing = false;

  private constructor(
    settings: ServerSettings,
    uploads: UploadFolder,
    engine: Engine,
    models: ModelRegistry,
  ) {
    this.settings = settings;
    this.uploads = uploads;
    this.models = models;
    this.queue = new JobQueue(settings.queue);
    this.#engine = engine;
    this.metrics = new Metrics({
      queued: () => this.queue.size,
      models: () => engine.models,
      files: () => uploads.files,
      streams: () => this.streams.size,
    });
  }

  /** Makes the folder, the list of models and the engine; no model is loaded yet. */
  static async start(settings: ServerSettings, log: FastifyBaseLogger): Promise<Service> {
    const offered = await offeredModels(settings);
    const uploads = await UploadFolder.open(settings.maxUploadMb * MEGABYTE);
    const { scratch } = uploads;
    const onStderr = (text: string) => {
      log.error({ text }, 'a process complained');
    };
    const engine = new Engine({
      runOpts: {
        device: settings.device,
        ...(settings.threads !== undefined && { threads: settings.threads }),
      },
      limits: { seconds: settings.jobSeconds, memoryBytes: settings.jobMemoryMb * MEGABYTE },
      scratch,
      onStderr,
      onEnd: () => {
        log.warn('the process that computes has ended');
        service.metrics.restarted();
        void uploads.clearScratch();
      },
      onLost: (model, error) => {
        service.models.lose(model, error);
      },
    });
    const models = new ModelRegistry(offered, engine, { scratch, onStderr });
    const service = new Service(settings, uploads, engine, models);
    return service;
  }

  /** Id of the process that computes, while there is one. */
  get enginePid(): number | undefined {
    return this.#engine.pid;
  }

  /**
   * The model that is to answer: the named one, or the one that is ready where there is one only
   * or the default one is among them.
   *
   * @throws ServerError `model-unknown`, `model-not-loaded`
   */
  readyModel(id: string | undefined): string {
    const ready = this.models.list().filter(({ state }) => state === 'ready');
    const wanted = id === undefined ? undefined : this.models.get(id);
    const found = wanted
      ? ready.find((each) => each.id === wanted.id)
      : (ready.find(({ isDefault }) => isDefault) ?? ready[0]);
    if (found) return found.id;
    throw new ServerError(
      'model-not-loaded',
      `${wanted ? `The model ${wanted.id} is not loaded` : 'No model is loaded'}. Load one first: POST /api/v1/models/ID/load, or the button on the page.`,
    );
  }

  /** Answers on a recording when it is its turn, and counts it. */
  async answer(
    ticket: Ticket,
    model: string,
    path: string,
    options: RequestedParts,
    signal: AbortSignal,
  ): Promise<RecordingJson> {
    try {
      const answer = await ticket.run(() => this.#engine.classify(model, path, options, signal));
      this.metrics.answered(answer.durationSeconds, answer.computeSeconds);
      return answer;
    } catch (error) {
      this.#count(describeFailure(error), signal);
      throw error;
    }
  }

  /**
   * Does nothing while the server takes requests.
   *
   * @throws ServerError `shutting-down`
   */
  checkOpen(): void {
    if (this.#isClosing)
      throw new ServerError('shutting-down', 'The server is being stopped. Ask again later.', {
        retryAfterSeconds: SHUTDOWN_RETRY_SECONDS,
      });
  }

  /**
   * Lets what runs finish, for so long as the settings allow, and cleans up.
   *
   * @param answersSent resolves when every request has its answer
   */
  async close(answersSent: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.#isClosing = true;
    let clock: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      clock = setTimeout(resolve, this.settings.shutdownSeconds * 1000);
    });
    await Promise.race([this.queue.drained(), patience]);
    this.streams.endAll();
    await this.models.dispose();
    await Promise.race([answersSent(), patience]);
    clearTimeout(clock);
    await this.#engine.dispose();
    await this.uploads.dispose();
  }

  #count({ status, code }: Failure, signal: AbortSignal): void {
    if (signal.aborted) this.metrics.ended('cancelled', '');
    else this.metrics.ended(status < 500 ? 'refused' : 'failed', code);
  }
}
