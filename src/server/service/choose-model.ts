import { RemoteError, ServerError } from '../problem/index.js';
import type { ModelEntry } from '../models/model-entry.js';
import type { ModelRegistry } from '../models/model-registry.js';

/** Progress of downloading, converting or loading a model. */
export type ModelProgress = NonNullable<ModelEntry['progress']>;

/**
 * The id of the model that classifies: the named one; without a name the default model if it is
 * ready, else another one that is ready.
 *
 * @throws ServerError `model-unknown`, `model-not-loaded`, `model-loading`
 */
export function chooseReadyModel(models: ModelRegistry, id?: string): string {
  const wanted = id === undefined ? undefined : models.get(id);
  const ready = readyModels(models);
  const found = wanted
    ? ready.find((each) => each.id === wanted.id)
    : (ready.find(({ isDefault }) => isDefault) ?? ready[0]);
  if (found) return found.id;
  checkLoading(models, wanted ?? models.defaultModel);
  throw new ServerError(
    'model-not-loaded',
    `${wanted ? `The model ${wanted.id} is not loaded` : 'No model is loaded'}. Load one first with POST /api/v1/models/ID/load or the button on the page.`,
  );
}

/**
 * @throws ServerError `model-loading` if the model is loaded, or will be tried again
 */
export function checkLoading(models: ModelRegistry, model: ModelEntry | undefined): void {
  const seconds = model && models.secondsUntilReady(model.id);
  if (seconds === undefined) return;
  throw new ServerError(
    'model-loading',
    `The model ${model?.id ?? ''} is being loaded. Try again in ${seconds} s.`,
    { retryAfterSeconds: seconds },
  );
}

export function readyModels(models: ModelRegistry): ModelEntry[] {
  return models.list().filter(({ state }) => state === 'ready');
}

/**
 * Loads the default model, or joins its loading.
 *
 * @throws ServerError `model-unknown` if there is no default model; RemoteError if loading fails
 */
export async function loadDefaultModel(
  models: ModelRegistry,
  onProgress: (progress: ModelProgress) => void = () => undefined,
): Promise<ModelEntry> {
  const chosen = models.defaultModel;
  if (!chosen)
    throw new ServerError(
      'model-unknown',
      'This server has no default model. Start it with --model.',
    );
  const unsubscribe = models.subscribe(() => {
    const { progress } = models.get(chosen.id);
    if (progress) onProgress(progress);
  });
  await models.load(chosen.id).finally(unsubscribe);
  const entry = models.get(chosen.id);
  if (entry.error) throw new RemoteError({ ...entry.error, message: entry.error.detail });
  return entry;
}
