import { ProblemError, readProblem } from './problem-error.ts';
import type { ClassifyItem, ModelEntry, Recognition } from './types.ts';

const BASE = '/api/v1';

/** Pairs of peaks asked for: enough for the widest drawing. */
const PEAKS = 800;

/** The models that the server can load, and how each of them is doing. */
export async function fetchModels(): Promise<readonly ModelEntry[]> {
  const response = await request('/models');
  const { models } = (await response.json()) as { models: readonly ModelEntry[] };
  return models;
}

/** Asks for a model to be loaded; how it goes is told by {@link watchModels}. */
export async function loadModel(id: string): Promise<void> {
  await request(`/models/${encodeURIComponent(id)}/load`, { method: 'POST' });
}

/** Asks the server to find out the size and licence of a model that would have to be downloaded. */
export async function describeModel(id: string): Promise<ModelEntry> {
  const response = await request(`/models/${encodeURIComponent(id)}/describe`, { method: 'POST' });
  return (await response.json()) as ModelEntry;
}

/** Frees the memory of a model. */
export async function unloadModel(id: string): Promise<void> {
  await request(`/models/${encodeURIComponent(id)}/unload`, { method: 'POST' });
}

/** A recording to be judged. */
export type ClassifyRequest = {
  readonly model: string;
  readonly recording: Blob;
  readonly name: string;
  readonly signal: AbortSignal;
};

/** Has one recording judged by a loaded model. */
export async function classify(job: ClassifyRequest): Promise<Recognition> {
  const query = new URLSearchParams({ model: job.model, timeline: 'true', peaks: String(PEAKS) });
  const body = new FormData();
  body.append('files', job.recording, job.name);
  const response = await request(`/classify?${query}`, {
    method: 'POST',
    body,
    signal: job.signal,
  });
  const { results } = (await response.json()) as { results: readonly ClassifyItem[] };
  const [item] = results;
  if (item === undefined)
    throw new ProblemError({ code: 'http-error', status: 200, title: 'The answer was empty' });
  if ('error' in item) throw new ProblemError(item.error);
  // A form writes quotes in a name as %22; the page knows what the file is called.
  return { ...item, file: job.name };
}

/**
 * Follows the list of models.
 *
 * @param onModels gets the whole list, at once and after every change
 * @param onConnection whether the server can be reached
 * @returns ends it
 */
export function watchModels(
  onModels: (models: readonly ModelEntry[]) => void,
  onConnection: (connected: boolean) => void,
): () => void {
  const source = new EventSource(`${BASE}/models/events`);
  source.addEventListener('open', () => {
    onConnection(true);
  });
  source.addEventListener('error', () => {
    onConnection(false);
  });
  source.addEventListener('models', (event: MessageEvent<string>) => {
    onModels((JSON.parse(event.data) as { models: readonly ModelEntry[] }).models);
  });
  return () => {
    source.close();
  };
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(`${BASE}${path}`, init);
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return response;
}
