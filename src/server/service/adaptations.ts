import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  adaptedFiles,
  type AdaptedFiles,
  CARD_FILE,
  writeAdapted,
} from '../../classifier/index.js';
import { isUnexpected, ServerError } from '../problem/index.js';
import type { ModelEntry } from '../models/model-entry.js';
import { removeUploads, type UploadFolder } from '../uploads/index.js';
import { AdaptationJob, type AdaptationResult } from './adaptation-job.js';
import { chooseReadyModel } from './choose-model.js';
import type { ClassifierParts } from './classifier-parts.js';
import { computeAdaptation, type LabelledUploads } from './compute-adaptation.js';

/** Results that are kept; the oldest is deleted first. Heads of ten classes have a megabyte. */
const MOST_KEPT = 20;

/** Which model is adapted, and who asks. */
export type AdaptationRequest = {
  readonly model?: string | undefined;
  readonly client: string;
};

/** What adaptations need beside the parts that compute. */
export type AdaptationOptions = {
  /** How long a result is kept, in milliseconds. */
  readonly keptMs: number;
  /** Gets the errors that clients learn nothing about. */
  readonly onUnexpected: (error: unknown) => void;
};

/** The adaptations that a server computes, and those that it keeps for a while. */
export class Adaptations {
  readonly #parts: ClassifierParts & { readonly uploads: UploadFolder };
  readonly #options: AdaptationOptions;
  readonly #jobs = new Map<string, AdaptationJob>();

  constructor(
    parts: ClassifierParts & { readonly uploads: UploadFolder },
    options: AdaptationOptions,
  ) {
    this.#parts = parts;
    this.#options = options;
  }

  /** Number of adaptations, those that are kept among them. */
  get size(): number {
    this.#forgetOld();
    return this.#jobs.size;
  }

  /**
   * Begins to adapt a model to uploads, which are deleted afterwards. It goes on without the client.
   *
   * @throws ServerError `queue-full`, `model-not-loaded`, `model-unknown`, `model-loading`
   */
  start(uploads: LabelledUploads, { model, client }: AdaptationRequest): AdaptationJob {
    const { queue, models, engine } = this.#parts;
    queue.check(client);
    this.#forgetOld();
    const { received } = uploads;
    const job = new AdaptationJob(randomUUID(), chooseReadyModel(models, model), received.length);
    this.#jobs.set(job.id, job);
    const { signal } = job.cancel;
    void queue
      .hold({ client, signal }, (takeTurn) =>
        models.use(job.model, () => computeAdaptation(job, uploads, { engine, takeTurn })),
      )
      .catch((error: unknown) => {
        if (isUnexpected(error) && !signal.aborted) this.#options.onUnexpected(error);
        job.fail(error);
      })
      .finally(() => removeUploads(received));
    return job;
  }

  /** @throws ServerError `adaptation-unknown` */
  get(id: string): AdaptationJob {
    this.#forgetOld();
    const job = this.#jobs.get(id);
    if (job) return job;
    throw new ServerError(
      'adaptation-unknown',
      'There is no adaptation with this id. Its result may have been deleted; send the clips again.',
    );
  }

  /**
   * Stops an adaptation, or deletes its result; a model that is on the server's list stays there.
   *
   * @throws ServerError `adaptation-unknown`
   */
  delete(id: string): void {
    const job = this.get(id);
    this.#jobs.delete(id);
    job.cancel.abort(new ServerError('adaptation-unknown', 'The adaptation was deleted.'));
  }

  /**
   * The files of the new model's bundle, and the folder of those that the base model has, too.
   *
   * @param name of the new model
   * @throws ServerError `adaptation-unknown`, `adaptation-not-ready`, `adaptation-not-better`
   */
  filesOf(id: string, name: string | undefined): AdaptedFiles & { readonly folder: string } {
    const { base, ...facts } = expectBetter(this.get(id));
    return { folder: base.folder, ...adaptedFiles(base, { ...facts, name }) };
  }

  /**
   * Adds the new model to the list of models, from which it can be loaded until the server stops.
   *
   * @throws as {@link filesOf}; ServerError `model-exists`, `models-full`; FileError
   */
  async offer(id: string, name: string): Promise<ModelEntry> {
    const { models, uploads } = this.#parts;
    const { base, ...facts } = expectBetter(this.get(id));
    models.checkName(name);
    const source = join(uploads.models, randomUUID());
    await writeAdapted(base, source, { ...facts, name });
    const entry: ModelEntry = {
      ...{ id: name, name, origin: 'adapted', state: 'available' },
      ...{ isInstalled: true, isDefault: false },
    };
    await models.add({ entry, request: { source } });
    return models.get(name);
  }

  #forgetOld(): void {
    const ended = [...this.#jobs.values()].filter(({ endedAt }) => endedAt !== undefined);
    const surplus = ended.length - MOST_KEPT;
    for (const [at, { id, endedAt = 0 }] of ended.entries())
      if (at < surplus || Date.now() - endedAt > this.#options.keptMs) this.#jobs.delete(id);
  }
}

/** @throws ServerError `adaptation-not-ready`, `adaptation-not-better`; why it failed */
function expectBetter({ result, progress: { state }, error }: AdaptationJob): AdaptationResult {
  if (state === 'failed') throw error;
  if (!result)
    throw new ServerError(
      'adaptation-not-ready',
      'The adaptation is still being computed. Read it again later, or follow its events.',
      { retryAfterSeconds: 2 },
    );
  if (result.adaptation.isBetter) return result;
  throw new ServerError(
    'adaptation-not-better',
    'The adapted model is not clearly better than the base model, so there is none. Keep the base model, or add clips of more speakers.',
  );
}

/** The card of an adapted model under its usual name, in Markdown. */
export function cardText({ base, ...facts }: AdaptationResult): string {
  return adaptedFiles(base, facts).made.find(({ path }) => path === CARD_FILE)?.text ?? '';
}
