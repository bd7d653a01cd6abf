import { randomUUID } from 'node:crypto';
import { checkBaseline } from '../../inference/index.js';
import type { ConverseOptions, Priority } from '../../workers/index.js';
import { isUnexpected, ServerError } from '../problem/index.js';
import { type Received, removeUploads } from '../uploads/index.js';
import { chooseReadyModel } from './choose-model.js';
import type { ClassifierParts } from './classifier-parts.js';
import { ConversationJob } from './conversation-job.js';

/** Results that are kept; the oldest is deleted first. One of an hour has about a megabyte. */
const MOST_KEPT = 100;

/** How conversations are computed and kept. */
export type ConversationLimits = {
  /** Time limit for computing one, in seconds. */
  readonly seconds: number;
  /** How long a result is kept, in milliseconds. */
  readonly keptMs: number;
};

/** How a conversation is analysed, and who asks. */
export type ConversationRequest = Pick<ConverseOptions, 'channels' | 'speakers' | 'baselines'> & {
  readonly model?: string | undefined;
  readonly client: string;
  readonly priority?: Priority | undefined;
};

/** The conversations that a server analyses, and the results that it keeps for a while. */
export class Conversations {
  readonly #parts: ClassifierParts;
  readonly #limits: ConversationLimits;
  readonly #jobs = new Map<string, ConversationJob>();
  readonly #onUnexpected: (error: unknown) => void;

  /** @param onUnexpected gets the errors that clients learn nothing about */
  constructor(
    parts: ClassifierParts,
    limits: ConversationLimits,
    onUnexpected: (error: unknown) => void,
  ) {
    this.#parts = parts;
    this.#limits = limits;
    this.#onUnexpected = onUnexpected;
  }

  /** Number of conversations, those that are kept among them. */
  get size(): number {
    this.#forgetOld();
    return this.#jobs.size;
  }

  /**
   * Begins to analyse an upload, which is deleted afterwards. It goes on without the client.
   *
   * @throws ServerError `queue-full`, `model-not-loaded`, `model-unknown`, `model-loading`; why the
   *   upload is not stored; BaselineError if a baseline does not belong to the model
   */
  async start(received: Received, request: ConversationRequest): Promise<ConversationJob> {
    if ('error' in received) throw received.error;
    const { queue, models, engine } = this.#parts;
    queue.check(request.client);
    const model = chooseReadyModel(models, request.model);
    const baselines = Object.values(request.baselines ?? {});
    const info = baselines.length > 0 ? await engine.describe(model) : undefined;
    if (info) for (const baseline of baselines) checkBaseline(baseline, info);
    this.#forgetOld();
    const job = new ConversationJob(randomUUID(), received.name, model);
    this.#jobs.set(job.id, job);
    void this.#compute(job, received.upload.path, request)
      .catch((error: unknown) => {
        if (isUnexpected(error) && !job.cancel.signal.aborted) this.#onUnexpected(error);
        job.fail(error);
      })
      .finally(() => removeUploads([received]));
    return job;
  }

  /** @throws ServerError `conversation-unknown` */
  get(id: string): ConversationJob {
    this.#forgetOld();
    const job = this.#jobs.get(id);
    if (job) return job;
    throw new ServerError(
      'conversation-unknown',
      'There is no conversation with this id. Its result may have been deleted; send it again.',
    );
  }

  /**
   * Stops a conversation, or deletes its result.
   *
   * @throws ServerError `conversation-unknown`
   */
  delete(id: string): void {
    const job = this.get(id);
    this.#jobs.delete(id);
    job.cancel.abort(new ServerError('conversation-unknown', 'The conversation was deleted.'));
  }

  async #compute(
    job: ConversationJob,
    path: string,
    { client, priority, ...request }: ConversationRequest,
  ): Promise<void> {
    const { queue, models, engine, metrics } = this.#parts;
    const { signal } = job.cancel;
    await queue.hold({ client, signal, priority }, async (takeTurn) => {
      await models.use(job.model, async () => {
        const start = performance.now();
        const result = await takeTurn((gate) => {
          job.begin();
          const onEvent = job.add.bind(job);
          const onBegin = job.begin.bind(job);
          const { channels, speakers, baselines } = request;
          const { seconds } = this.#limits;
          const options = {
            channels,
            speakers,
            baselines,
            onEvent,
            onBegin,
            signal,
            gate,
            seconds,
            priority,
          };
          return engine.converse(job.model, path, options);
        });
        const seconds = (performance.now() - start) / 1000;
        metrics.countClassified(result.conversation.durationSeconds, seconds);
        job.finish(result);
      });
    });
  }

  #forgetOld(): void {
    const ended = [...this.#jobs.values()].filter(({ endedAt }) => endedAt !== undefined);
    const surplus = ended.length - MOST_KEPT;
    for (const [at, { id, endedAt = 0 }] of ended.entries())
      if (at < surplus || Date.now() - endedAt > this.#limits.keptMs) this.#jobs.delete(id);
  }
}
