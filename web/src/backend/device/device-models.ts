import { fetchPageSettings } from '../../api/client.ts';
import { ProblemError, toProblem } from '../../api/problem-error.ts';
import { staticUrl } from '../../api/static-url.ts';
import type { BundleManifest, ModelEntry } from '../../api/types.ts';
import { readKept } from './kept-store.ts';
import { keptEntries } from './kept-entries.ts';
import type { ModelPlace, OpenModel } from './open-model.ts';
import { useRuntimes } from './runtimes.ts';

type Watcher = (models: readonly ModelEntry[]) => void;

/** File of a bundle with the heads that compare voices. */
const HEADS_FILE = 'heads.json';

/** The models that come with the page, and those of them that this device holds open. */
export class DeviceModels {
  #entries: readonly ModelEntry[] | undefined;
  readonly #open = new Map<string, OpenModel>();
  readonly #loading = new Map<string, AbortController>();
  /** Where the models are that do not come with the page. */
  readonly #places = new Map<string, ModelPlace>();
  readonly #watchers = new Set<Watcher>();
  #reading: Promise<void> | undefined;

  /** Follows the list of models; see `Backend.watchModels`. */
  watch(onModels: Watcher, onConnection: (connected: boolean) => void): () => void {
    this.#watchers.add(onModels);
    if (this.#entries) onModels(this.#entries);
    this.#read().then(
      () => {
        if (this.#watchers.has(onModels)) onConnection(true);
      },
      () => {
        if (this.#watchers.has(onModels)) onConnection(false);
      },
    );
    return () => {
      this.#watchers.delete(onModels);
    };
  }

  /** @throws ProblemError `model-unknown` */
  get(id: string): ModelEntry {
    const entry = this.#entries?.find((each) => each.id === id);
    if (entry) return entry;
    throw new ProblemError({ code: 'model-unknown', status: 0, title: `There is no model ${id}` });
  }

  /** @throws ProblemError `model-not-loaded` */
  opened(id: string): OpenModel {
    const model = this.#open.get(id);
    if (model && !model.engine.worker.hasEnded) return model;
    if (model) this.#forget(id);
    throw new ProblemError({ code: 'model-not-loaded', status: 0, title: `${id} is not loaded` });
  }

  /** Begins to load a model; the watchers get its progress. */
  async load(id: string): Promise<void> {
    if (this.get(id).state === 'ready' || this.#loading.has(id)) return;
    const controller = new AbortController();
    this.#loading.set(id, controller);
    const place = this.#places.get(id);
    const state = place ? 'loading' : 'downloading';
    this.#change(id, { state, error: undefined, progress: undefined });
    const { openModel } = await import('./open-model.ts');
    void openModel(id, place, {
      signal: controller.signal,
      onConvert: (done, total) => {
        const progress = { stage: 'converting', done, total, unit: 'bytes' } as const;
        this.#change(id, { state: 'converting', progress });
      },
      onDownload: (done, total) => {
        const progress = { stage: 'downloading', done, total, unit: 'bytes' } as const;
        this.#change(id, { progress });
      },
      onFetched: () => {
        this.#change(id, { state: 'loading', progress: undefined });
      },
    })
      .then(
        (model) => {
          this.#opened(id, model);
        },
        (error: unknown) => this.#fail(id, error, controller.signal),
      )
      .finally(() => this.#loading.delete(id));
  }

  /**
   * Adds a model to the list; it replaces one of the same name and origin.
   *
   * @param origin `adapted`: it was made on this device; `folder`: its files were dropped on the page
   * @throws ProblemError `model-exists`
   */
  async add(
    id: string,
    files: Readonly<Record<string, Blob>>,
    origin: 'adapted' | 'folder',
  ): Promise<void> {
    // Otherwise the list, when it arrives, would replace the one with this model.
    await this.#read();
    const known = this.#entries?.find((each) => each.id === id);
    if (known && known.origin !== origin)
      throw new ProblemError({ code: 'model-exists', status: 0, title: `There is a model ${id}` });
    this.#open.get(id)?.engine.end();
    this.#open.delete(id);
    this.#places.set(id, { files });
    const bytes = Object.values(files).reduce((sum, { size }) => sum + size, 0);
    const entry: ModelEntry = {
      ...{ id, name: id, origin, state: 'available', bytes },
      ...{ isInstalled: true, isDefault: false },
    };
    this.#publish([...(this.#entries ?? []).filter((each) => each.id !== id), entry]);
  }

  /** Takes what the browser no longer keeps from the list, unless it is open. */
  forgetKept(): void {
    const isGone = ({ id, state }: ModelEntry) => {
      const place = this.#places.get(id);
      return state !== 'ready' && place !== undefined && 'address' in place;
    };
    this.#publish(this.#entries?.filter((entry) => !isGone(entry)));
  }

  /** Frees the memory of a model. */
  unload(id: string): Promise<void> {
    this.#loading.get(id)?.abort();
    this.#open.get(id)?.engine.end();
    this.#forget(id);
    return Promise.resolve();
  }

  #opened(id: string, model: OpenModel): void {
    const { manifest, heads } = model.bundle;
    const { threads, findings } = model.engine.runtime;
    this.#open.set(id, model);
    useRuntimes.setState({ [id]: { threads, findings: findings.map(({ code }) => code) } });
    void readKept();
    const comparesVoices = heads?.relative !== undefined;
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    this.#change(id, { state: 'ready', progress: undefined, comparesVoices, manifest, bytes });
  }

  async #fail(id: string, error: unknown, { aborted }: AbortSignal): Promise<void> {
    if (aborted) {
      this.#forget(id);
      return;
    }
    const { toDeviceProblem } = await import('./to-device-problem.ts');
    this.#change(id, { state: 'failed', progress: undefined, error: toDeviceProblem(error) });
  }

  #forget(id: string): void {
    this.#open.delete(id);
    this.#change(id, { state: 'available', progress: undefined, error: undefined });
  }

  #change(id: string, change: Partial<ModelEntry>): void {
    this.#publish(this.#entries?.map((each) => (each.id === id ? { ...each, ...change } : each)));
  }

  #publish(entries: readonly ModelEntry[] | undefined): void {
    this.#entries = entries;
    if (entries) for (const watcher of this.#watchers) watcher(entries);
  }

  /** Reads the list once; after a failure the next watcher tries again. */
  #read(): Promise<void> {
    this.#reading ??= Promise.all([readEntries(), keptEntries()]).then(
      ([entries, kept]) => {
        const isNew = ({ id }: ModelEntry) => !entries.some((each) => each.id === id);
        for (const { entry, place } of kept) if (isNew(entry)) this.#places.set(entry.id, place);
        this.#publish([...entries, ...kept.map(({ entry }) => entry).filter(isNew)]);
      },
      (error: unknown) => {
        this.#reading = undefined;
        throw error;
      },
    );
    return this.#reading;
  }
}

async function readEntries(): Promise<readonly ModelEntry[]> {
  const { models = [] } = await fetchPageSettings();
  return await Promise.all(models.map(readEntry));
}

async function readEntry(name: string, at: number): Promise<ModelEntry> {
  const response = await fetch(staticUrl(`engine/models/${encodeURIComponent(name)}/model.json`));
  if (!response.ok)
    throw new ProblemError(toProblem(new Error(`The description of ${name} cannot be fetched`)));
  const manifest = (await response.json()) as BundleManifest;
  const { files, licence } = manifest;
  const hasHeads = files.some(({ path }) => path === HEADS_FILE);
  return {
    ...{ id: name, name, origin: 'embedded', state: 'available', isInstalled: true, manifest },
    ...{ licence, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), isDefault: at === 0 },
    // Which heads there are is known when the model is open.
    ...(!hasHeads && { comparesVoices: false }),
  };
}

/** The models of this page. */
export const deviceModels = new DeviceModels();
