import { followEvents } from './follow-events.ts';
import { ProblemError, readProblem } from './problem-error.ts';
import type { ClassifyItem, ModelEntry, PageSettings, Recognition } from './types.ts';
import { postForm } from './upload.ts';

const BASE = '/api/v1';

/** Pairs of peaks to request: enough for the widest drawing. */
const PEAKS = 800;

/** Asks the server to load a model; {@link watchModels} reports its progress. */
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

/** The requests that the server holds: those that wait and those that are computed. */
export async function countRequests(signal: AbortSignal): Promise<number> {
  const response = await request('/ready', { signal });
  return ((await response.json()) as { queued: number }).queued;
}

/** The server's settings that the page needs. */
export async function fetchPageSettings(): Promise<PageSettings> {
  const response = await fetch('/page.json');
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return (await response.json()) as PageSettings;
}

/** Fetches one of the example recordings that come with the server. */
export async function fetchExample(name: string): Promise<Blob> {
  const response = await fetch(`/examples/${encodeURIComponent(name)}`);
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return await response.blob();
}

/** A recording to classify. */
export type ClassifyRequest = {
  readonly model: string;
  readonly recording: Blob;
  readonly name: string;
  readonly signal: AbortSignal;
  /** Gets the share of the recording that was sent, from 0 to 1. */
  readonly onSent: (share: number) => void;
};

/** Classifies one recording with a loaded model. */
export async function classify(job: ClassifyRequest): Promise<Recognition> {
  const query = new URLSearchParams({ model: job.model, timeline: 'true', peaks: String(PEAKS) });
  const body = new FormData();
  body.append('files', job.recording, job.name);
  const url = `${BASE}/classify?${query}`;
  const text = await postForm({ url, body, signal: job.signal, onSent: job.onSent });
  const [item] = (JSON.parse(text) as { results: readonly ClassifyItem[] }).results;
  if (item === undefined)
    throw new ProblemError({ code: 'http-error', status: 200, title: 'The answer was empty' });
  if ('error' in item) throw new ProblemError(item.error);
  // A form writes quotes in a name as %22 and drops folders; the page has the whole name.
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
  return followEvents(`${BASE}/models/events`, 'models', {
    onConnection,
    onData: (data) => {
      onModels((JSON.parse(data) as { models: readonly ModelEntry[] }).models);
    },
  });
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(`${BASE}${path}`, init);
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return response;
}
