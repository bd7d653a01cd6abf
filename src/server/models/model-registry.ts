import { EventEmitter } from 'node:events';
import type { Bundle } from '../../bundles/index.js';
import type { Engine } from '../engine/index.js';
import { RemoteError, ServerError, toProblem, toProblemData } from '../problem/index.js';
import { describeDownload } from './describe-download.js';
import type { OfferedModel } from './list-models.js';
import type { PrepareStep } from '../../workers/index.js';
import type { ModelEntry } from './model-entry.js';
import { prepareModel, type PrepareModelOptions } from './prepare-model.js';
import { bytesOf, toPreparedModel } from './to-prepared-model.js';

/** A model of the list. */
type ModelSlot = {
  request: OfferedModel['request'];
  entry: ModelEntry;
  /** Set while the model is being loaded. */
  loading?: { readonly done: Promise<void>; readonly cancel: () => void };
  /** Set while the model waits for its next try. */
  retry?: { readonly timer: NodeJS.Timeout; readonly at: number };
  /** Tries since the model was ready. */
  tries: number;
  /** Requests that use the model now. */
  readonly uses: Set<Promise<unknown>>;
};

/** What whoever loads a model agrees to. */
export type LoadConsent = {
  /** Whether the graph of a hub repository may be used as it is. */
  readonly trustBundle: boolean;
};

/** The first and the longest time between two tries to load a model, in milliseconds. */
const RETRY_MS = { first: 1000, longest: 60_000 };
/** A client may ask again after this time while a model is loaded, in seconds. */
const LOADING_RETRY_SECONDS = 2;

/** The parts of an entry that belong to one state only. */
type State = Pick<ModelEntry, 'state' | 'progress' | 'error'>;

/** Models that were made on this server and are on its list; each may need a copy of its weights. */
const MOST_ADAPTED = 20;

/** The models of a server and their states. Models that are not on the list are never loaded. */
export class ModelRegistry {
  readonly #slots: Map<string, ModelSlot>;
  readonly #engine: Engine;
  #isOver = false;
  readonly #options: Pick<PrepareModelOptions, 'scratch' | 'onStderr'>;
  readonly #changes = new EventEmitter<{ change: [] }>().setMaxListeners(0);

  constructor(
    offered: readonly OfferedModel[],
    engine: Engine,
    options: Pick<PrepareModelOptions, 'scratch' | 'onStderr'>,
  ) {
    this.#slots = new Map(
      offered.map((model): [string, ModelSlot] => [
        model.entry.id,
        { ...model, tries: 0, uses: new Set() },
      ]),
    );
    this.#engine = engine;
    this.#options = options;
  }

  /** All models as clients see them. */
  list(): ModelEntry[] {
    return [...this.#slots.values()].map(({ entry }) => entry);
  }

  /** @throws ServerError `model-unknown` */
  get(id: string): ModelEntry {
    return this.#slot(id).entry;
  }

  /** The model that is used if a request names none. */
  get defaultModel(): ModelEntry | undefined {
    return this.list().find(({ isDefault }) => isDefault);
  }

  /**
   * Checks whether a model that is made on this server can have a name.
   *
   * @throws ServerError `model-exists` if another model has it, `models-full`
   */
  checkName(name: string): void {
    const found = this.#slots.get(name);
    if (found && found.entry.origin !== 'adapted')
      throw new ServerError(
        'model-exists',
        `The server has a model ${name} already. Choose another name.`,
      );
    const adapted = this.list().filter(({ origin }) => origin === 'adapted');
    if (!found && adapted.length >= MOST_ADAPTED)
      throw new ServerError(
        'models-full',
        `The server has ${MOST_ADAPTED} adapted models, its limit. Use the name of one of them, which is then replaced, or download the model.`,
      );
  }

  /**
   * Adds a model that was made on this server. It replaces one of the same name that was made here.
   *
   * @throws as {@link checkName}
   */
  async add(model: OfferedModel): Promise<void> {
    const { id } = model.entry;
    this.checkName(id);
    if (this.#slots.has(id)) await this.unload(id);
    this.#slots.set(id, { ...model, tries: 0, uses: new Set() });
    this.#changes.emit('change');
  }

  /** Calls the listener after every change; the returned function removes it. */
  subscribe(listener: () => void): () => void {
    this.#changes.on('change', listener);
    return () => this.#changes.off('change', listener);
  }

  /**
   * Loads a model, or waits for a load in progress. The entry shows the progress. Consent to a bundle
   * holds until the server stops, so that the model can be loaded again after a fault.
   *
   * @throws ServerError `model-unknown`; what went wrong, as a `RemoteError` or a ServerError
   */
  async load(id: string, { trustBundle }: LoadConsent = { trustBundle: false }): Promise<void> {
    const slot = this.#slot(id);
    if (trustBundle) slot.request = { ...slot.request, trustBundle };
    if (slot.entry.state === 'ready') return;
    this.#stopRetrying(slot);
    slot.loading ??= this.#begin(slot);
    await slot.loading.done;
  }

  /**
   * Loads a model that the server was asked for at its start: if that fails, it is tried again, with
   * longer and longer pauses.
   *
   * @throws as {@link load}, for the first try
   */
  async keepLoaded(id: string): Promise<void> {
    try {
      await this.load(id);
    } catch (error) {
      this.#retryLater(this.#slot(id));
      throw error;
    }
  }

  /** Runs work that uses a model; the model is not unloaded before it settles. */
  async use<T>(id: string, work: () => Promise<T>): Promise<T> {
    const { uses } = this.#slot(id);
    const running = work();
    const settled = running.catch(() => undefined);
    uses.add(settled);
    try {
      return await running;
    } finally {
      uses.delete(settled);
    }
  }

  /** Frees the memory of a model after the requests that use it, or cancels its loading. */
  async unload(id: string): Promise<void> {
    const slot = this.#slot(id);
    this.#stopRetrying(slot);
    slot.loading?.cancel();
    await slot.loading?.done.catch(() => undefined);
    if (slot.entry.state !== 'available') this.#change(slot, { state: 'available' });
    await Promise.all(slot.uses);
    // Somebody may have asked for it again in the meantime.
    if (slot.entry.state === 'available') await this.#engine.close(id);
  }

  /**
   * When a model that is not ready may be: while it is loaded, or waits for its next try.
   *
   * @returns seconds; `undefined` if nobody is loading it
   */
  secondsUntilReady(id: string): number | undefined {
    const { loading, retry } = this.#slot(id);
    if (loading) return LOADING_RETRY_SECONDS;
    return retry && Math.max(1, Math.ceil((retry.at - performance.now()) / 1000));
  }

  /** Asks the hub for the size and licence of a model that is not installed. */
  async describe(id: string): Promise<ModelEntry> {
    const slot = this.#slot(id);
    const { state, isInstalled } = slot.entry;
    if (isInstalled || state !== 'available') return slot.entry;
    const found = await describeDownload(slot.request);
    if (found) this.#update(slot, found);
    return slot.entry;
  }

  /** Marks a model that the engine could not open again as failed, and loads it again soon. */
  markLost(id: string, error: unknown): void {
    const slot = this.#slot(id);
    this.#change(slot, { state: 'failed', error: toProblem(toProblemData(error)) });
    this.#retryLater(slot);
  }

  /** Cancels everything that is being loaded. */
  async dispose(): Promise<void> {
    this.#isOver = true;
    for (const slot of this.#slots.values()) {
      const { loading } = slot;
      this.#stopRetrying(slot);
      loading?.cancel();
      await loading?.done.catch(() => undefined);
    }
  }

  #slot(id: string): ModelSlot {
    const slot = this.#slots.get(id);
    if (slot) return slot;
    throw new ServerError(
      'model-unknown',
      `${JSON.stringify(id.slice(0, 200))} is not on this server's list. GET /api/v1/models tells it; --hub-models and --model add to it.`,
    );
  }

  #begin(slot: ModelSlot): NonNullable<ModelSlot['loading']> {
    const cancelled = new AbortController();
    const done = this.#load(slot, cancelled.signal).finally(() => delete slot.loading);
    const cancel = () => {
      cancelled.abort(new ServerError('model-not-loaded', 'Loading the model was cancelled.'));
    };
    return { done, cancel };
  }

  #retryLater(slot: ModelSlot): void {
    if (this.#isOver) return;
    this.#stopRetrying(slot);
    const pause = Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** slot.tries++);
    const timer = setTimeout(() => {
      delete slot.retry;
      void this.keepLoaded(slot.entry.id).catch(() => undefined);
    }, pause);
    slot.retry = { timer: timer.unref(), at: performance.now() + pause };
  }

  #stopRetrying(slot: ModelSlot): void {
    clearTimeout(slot.retry?.timer);
    delete slot.retry;
  }

  async #load(slot: ModelSlot, signal: AbortSignal): Promise<void> {
    const { id } = slot.entry;
    try {
      this.#change(slot, { state: 'loading' });
      const onStep = (step: PrepareStep) => {
        this.#onStep(slot, step);
      };
      const bundle = await prepareModel(slot.request, { ...this.#options, onStep, signal });
      this.#change(slot, { state: 'loading' });
      await this.#engine.open(id, toPreparedModel(bundle, slot.request));
      signal.throwIfAborted();
      this.#update(slot, knownOf(bundle));
      slot.tries = 0;
      this.#change(slot, { state: 'ready' });
    } catch (error) {
      const failure = toProblemData(withoutSource(error, slot));
      this.#change(
        slot,
        signal.aborted ? { state: 'available' } : { state: 'failed', error: toProblem(failure) },
      );
      throw new RemoteError(failure);
    }
  }

  #onStep(slot: ModelSlot, step: PrepareStep): void {
    if (step.kind === 'licence') {
      const { licence, revision, bytes } = step;
      this.#update(slot, { revision, bytes, ...(licence !== undefined && { licence }) });
    } else {
      const { stage, done, total, unit } = step;
      this.#change(slot, { state: stage, progress: { stage, done, total, unit } });
    }
  }

  #change(slot: ModelSlot, state: State): void {
    const entry = { ...slot.entry, ...state };
    // Progress and error belong to the previous state.
    if (!state.progress) delete entry.progress;
    if (!state.error) delete entry.error;
    slot.entry = entry;
    this.#changes.emit('change');
  }

  #update(slot: ModelSlot, known: Partial<ModelEntry>): void {
    slot.entry = { ...slot.entry, ...known };
    this.#changes.emit('change');
  }
}

function knownOf(bundle: Bundle): Partial<ModelEntry> {
  const { manifest, heads } = bundle;
  const { licence } = manifest;
  const { revision } = manifest.provenance;
  return {
    manifest,
    comparesVoices: heads?.relative !== undefined,
    isInstalled: true,
    bytes: bytesOf(bundle),
    ...(licence !== undefined && { licence }),
    ...(revision !== undefined && { revision }),
  };
}

/** Clients see the id of a model and not the path of its folder. */
function withoutSource(error: unknown, { request, entry }: ModelSlot): unknown {
  if (error instanceof Error) error.message = error.message.replaceAll(request.source, entry.id);
  return error;
}
