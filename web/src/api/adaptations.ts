import { followJob } from './follow-job.ts';
import { ProblemError, readProblem } from './problem-error.ts';
import type { Label, Problem } from './types.ts';
import { postForm } from './upload.ts';

const BASE = '/api/v1/adaptations';

/** A recording with what it sounds like. */
export type LabelledClip = {
  readonly name: string;
  readonly recording: Blob;
  /** Id of the emotion, or any other name of a class. */
  readonly label: string;
  readonly speaker?: string | undefined;
};

/** A figure with the bounds of its 95 % interval, from 0 to 1. */
export type Estimate = { readonly value: number; readonly interval: readonly [number, number] };

/** The unweighted average recall before and after an adaptation. */
export type Gain = {
  readonly before: Estimate;
  readonly after: Estimate;
  readonly gain: Estimate;
  readonly resampled: 'speakers' | 'clips';
};

/** What came of an adaptation. */
export type AdaptationResult = {
  readonly isBetter: boolean;
  readonly heldOut: 'speakers' | 'clips';
  readonly clips: number;
  readonly speakers: number;
  readonly labels: readonly Label[];
  readonly gain: Gain;
  readonly recalls: readonly number[];
  readonly relative?: Gain | undefined;
  readonly card: string;
};

/** The server's answer to `GET /adaptations/ID`. */
export type AdaptationView = {
  readonly id: string;
  readonly model: string;
  readonly state: 'queued' | 'embedding' | 'fitting' | 'finished' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly failures: readonly {
    readonly place: number;
    readonly file: string;
    readonly error: Problem;
  }[];
  readonly result?: AdaptationResult | undefined;
  readonly error?: Problem | undefined;
};

/** How far an adaptation is: the share that was sent, or clips and folds of the server. */
export type AdaptationProgress =
  | { readonly state: 'sending'; readonly share: number }
  | Pick<AdaptationView, 'state' | 'done' | 'total'>;

/** What {@link adaptModel} needs. */
export type AdaptRequest = {
  readonly model: string;
  readonly clips: readonly LabelledClip[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AdaptationProgress) => void;
};

/**
 * Has the server adapt a model to clips.
 *
 * @throws ProblemError if it is refused or cannot be computed; the signal's reason
 */
export async function adaptModel(job: AdaptRequest): Promise<AdaptationView> {
  const { signal, onProgress } = job;
  const id = await start(job);
  try {
    const progress = (data: unknown) => {
      onProgress(data as Pick<AdaptationView, 'state' | 'done' | 'total'>);
    };
    await followJob(`${BASE}/${id}/events`, { progress }, signal);
  } catch (error) {
    if (signal.aborted) void fetch(`${BASE}/${id}`, { method: 'DELETE', keepalive: true });
    throw error;
  }
  return (await (await request(`/${id}`)).json()) as AdaptationView;
}

async function start({ model, clips, signal, onProgress }: AdaptRequest): Promise<string> {
  const body = new FormData();
  const labels = clips.map(({ label, speaker }) => ({ label, speaker }));
  // The server reads a form in its order: what concerns the files stands before them.
  body.append('clips', JSON.stringify(labels));
  for (const { name, recording } of clips) body.append('files', recording, name);
  const onSent = (share: number) => {
    onProgress({ state: 'sending', share });
  };
  const url = `${BASE}?${new URLSearchParams({ model })}`;
  return (JSON.parse(await postForm({ url, body, signal, onSent })) as { id: string }).id;
}

/** Downloads the bundle of an adapted model as a zip file. */
export function downloadAdapted(id: string, name: string): Promise<void> {
  const link = document.createElement('a');
  link.href = `${BASE}/${id}/bundle?${new URLSearchParams({ name })}`;
  link.download = `${name}.zip`;
  link.click();
  return Promise.resolve();
}

/** Has the server load an adapted model under a name; the list of models shows the progress. */
export async function loadAdapted(id: string, name: string): Promise<void> {
  await request(`/${id}/load?${new URLSearchParams({ name })}`, { method: 'POST' });
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(`${BASE}${path}`, init);
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return response;
}
