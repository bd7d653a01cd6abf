import type { ClassifyRequest, NamedRecording, RecordingsRequest } from '../backend/backend.ts';
import { followEvents } from './follow-events.ts';
import { ProblemError, readProblem } from './problem-error.ts';
import type { Baseline, ClassifyItem, ModelEntry, PageSettings } from './types.ts';
import { staticUrl } from './static-url.ts';
import { postForm } from './upload.ts';

const BASE = '/api/v1';

/**
 * Asks the server to load a model; {@link watchModels} reports its progress.
 *
 * @param trustsBundle whether the graph that a hub repository contains may be used as it is
 */
export async function loadModel(id: string, trustsBundle = false): Promise<void> {
  const consent = trustsBundle ? '?trustBundle=true' : '';
  await request(`/models/${encodeURIComponent(id)}/load${consent}`, { method: 'POST' });
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
  const response = await fetch(staticUrl('page.json'));
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return (await response.json()) as PageSettings;
}

/** Fetches one of the example recordings that come with the server. */
export async function fetchExample(name: string): Promise<Blob> {
  const response = await fetch(staticUrl(`examples/${encodeURIComponent(name)}`));
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return await response.blob();
}

/** Classifies recordings with a loaded model; each has a result or an error, in their order. */
export async function classify(job: ClassifyRequest): Promise<readonly ClassifyItem[]> {
  const { model, recordings, parts, signal, onSent } = job;
  const { timeline, peaks, embedding } = parts;
  const query = new URLSearchParams({
    ...{ model, timeline: String(timeline) },
    ...{ peaks: String(peaks), embedding: String(embedding) },
  });
  const body = new FormData();
  // The server reads a form in its order: what concerns the files stands before them.
  if (job.baseline) body.append('baseline', JSON.stringify(job.baseline));
  if (job.speaker !== undefined) body.append('speaker', job.speaker);
  appendRecordings(body, recordings);
  const text = await postForm({ url: `${BASE}/classify?${query}`, body, signal, onSent });
  const { results } = JSON.parse(text) as { results: readonly ClassifyItem[] };
  if (results.length !== recordings.length)
    throw new ProblemError({ code: 'http-error', status: 200, title: 'The answer was incomplete' });
  return results.map((item, at) => ({ ...item, file: recordings[at]?.name ?? item.file }));
}

/** Computes what a voice sounds like from recordings of ordinary speech. */
export async function makeBaseline(job: RecordingsRequest): Promise<Baseline> {
  const { model, recordings, signal, onSent } = job;
  const body = new FormData();
  appendRecordings(body, recordings);
  const url = `${BASE}/baselines?${new URLSearchParams({ model })}`;
  return JSON.parse(await postForm({ url, body, signal, onSent })) as Baseline;
}

function appendRecordings(body: FormData, recordings: readonly NamedRecording[]): void {
  for (const { name, recording } of recordings) body.append('files', recording, name);
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
