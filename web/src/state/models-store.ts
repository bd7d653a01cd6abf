import { create } from 'zustand';
import { toProblem } from '../api/problem-error.ts';
import type { ModelEntry, Problem } from '../api/types.ts';
import { backend, useBackend } from '../backend/backend-store.ts';

type ModelsState = {
  /** `undefined` until the backend has answered for the first time. */
  readonly models: readonly ModelEntry[] | undefined;
  /** Whether the backend can be reached; `undefined` before it was tried. */
  readonly connected: boolean | undefined;
  /** The model that the user chose; see {@link chosenModel}. */
  readonly chosenId: string | undefined;
  /** Id of the model that a run waits for. */
  readonly awaited: string | undefined;
  /** Why the last request to load or unload was refused. */
  readonly refusal: Problem | undefined;
};

const NOTHING: ModelsState = {
  models: undefined,
  connected: undefined,
  chosenId: undefined,
  awaited: undefined,
  refusal: undefined,
};

/** The models of the backend as the page knows them. */
export const useModels = create<ModelsState>(() => NOTHING);

const { setState: set } = useModels;

/** Keeps the models up to date, those of another backend if it is changed. */
export function followModels(): void {
  let stop = watch();
  useBackend.subscribe(() => {
    stop();
    // A model of the same name may be chosen here and there.
    set(({ chosenId }) => ({ ...NOTHING, chosenId }));
    stop = watch();
  });
}

function watch(): () => void {
  return backend().watchModels(
    (models) => {
      set({ models });
    },
    (connected) => {
      set({ connected });
    },
  );
}

/** Chooses the model that is loaded and used from now on. */
export function chooseModel(chosenId: string): void {
  set({ chosenId, refusal: undefined });
}

/** Asks the backend to load a model; a bundle of a hub only if the user trusts its publisher. */
export async function requestLoad(id: string, trustsBundle = false): Promise<void> {
  set({ chosenId: id, refusal: undefined });
  await backend().loadModel(id, trustsBundle).catch(refuse);
}

/** Adds a model from the files of its folder, by their paths inside it, and loads it. */
export async function requestAdd(
  name: string,
  files: Readonly<Record<string, Blob>>,
): Promise<void> {
  set({ chosenId: name, refusal: undefined });
  await backend().addModel(name, files).catch(refuse);
}

/** Asks the backend to free a model. */
export async function requestUnload(id: string): Promise<void> {
  set({ refusal: undefined });
  await backend().unloadModel(id).catch(refuse);
}

/**
 * Resolves with the chosen model as soon as it is ready, after having it loaded if it is not;
 * with `undefined` if loading fails.
 */
export async function requestReady(): Promise<ModelEntry | undefined> {
  const model = chosenModel(useModels.getState());
  if (!model || model.state === 'ready') return model;
  set({ awaited: model.id });
  await requestLoad(model.id);
  try {
    return await stateReached(model.id);
  } finally {
    set({ awaited: undefined });
  }
}

/** Waits until a model is ready, has failed, was refused or was unloaded again. */
async function stateReached(id: string): Promise<ModelEntry | undefined> {
  let wasBusy = false;
  return await new Promise((resolve) => {
    const look = ({ models = [], refusal }: ModelsState) => {
      const model = models.find((each) => each.id === id);
      const isOver = !model || refusal !== undefined || model.state === 'failed';
      const isUnloaded = wasBusy && model?.state === 'available';
      wasBusy ||= model !== undefined && isBusy(model);
      if (model?.state !== 'ready' && !isOver && !isUnloaded) return;
      stop();
      resolve(model?.state === 'ready' ? model : undefined);
    };
    const stop = useModels.subscribe(look);
    look(useModels.getState());
  });
}

/** The model in question: the chosen one, else one that is ready, else the default. */
export function chosenModel({ models = [], chosenId }: ModelsState): ModelEntry | undefined {
  return (
    models.find(({ id }) => id === chosenId) ??
    models.find(({ state }) => state === 'ready') ??
    models.find(({ isDefault }) => isDefault) ??
    models[0]
  );
}

const BUSY = ['downloading', 'converting', 'measuring', 'loading'] as const;

/** A model on its way to being ready. */
type BusyModel = ModelEntry & { readonly state: (typeof BUSY)[number] };

/** Whether a model is on its way to being ready. */
export function isBusy(model: ModelEntry): model is BusyModel {
  return BUSY.some((state) => state === model.state);
}

/** Says that files that were given are no model. */
export function refuseModel(): void {
  set({
    refusal: { code: 'model-not-found-in-folder', status: 0, title: 'No model in the folder' },
  });
}

function refuse(error: unknown): void {
  set({ refusal: toProblem(error) });
}
