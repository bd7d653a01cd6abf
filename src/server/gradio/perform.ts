import { z } from 'zod';
import { FailedElsewhere } from '../problem-data.js';
import type { Ticket } from '../job-queue.js';
import { ServerError } from '../server-error.js';
import type { Service } from '../service.js';
import type { ModelEntry } from '../models/model-entry.js';
import type { Endpoint } from './endpoints.js';
import { describeReady, explain, labelValue } from './explain.js';
import type { GradioFiles } from './gradio-files.js';

/** How far the loading of a model is. */
export type Progress = NonNullable<ModelEntry['progress']>;

/** What an endpoint works with. */
export type GradioContext = { readonly service: Service; readonly files: GradioFiles };

/** One call of an endpoint, as it is being done. */
export type GradioCall = {
  readonly endpoint: Endpoint;
  /** The inputs as they came. */
  readonly data: readonly unknown[];
  readonly ticket: Ticket;
  readonly signal: AbortSignal;
  /** Hears how the loading of a model goes. */
  readonly onProgress: (progress: Progress) => void;
};

const inputSchema = z.tuple([z.object({ path: z.string().max(1000) })]).rest(z.unknown());

/**
 * Does what an endpoint does.
 *
 * @returns the outputs
 */
export async function perform(call: GradioCall, context: GradioContext): Promise<unknown[]> {
  if (call.endpoint.action === 'predict') return await predict(call, context);
  return [await loadDefault(context.service, call)];
}

async function predict(call: GradioCall, { service, files }: GradioContext): Promise<unknown[]> {
  const found = inputSchema.safeParse(call.data);
  if (!found.success)
    throw new ServerError(
      'request-invalid',
      'Expected one recording: upload it first and give {"path": …, "meta": {"_type": "gradio.FileData"}}.',
    );
  const upload = files.find(found.data[0].path);
  const model = await anyModel(service, call);
  const options = { timeline: false, peaks: 0, embedding: false };
  const answer = await service.answer(call.ticket, model, upload.path, options, call.signal);
  return [explain(answer), labelValue(answer)];
}

/** The model that is ready; the default one is loaded where none is, unless that was forbidden. */
async function anyModel(service: Service, call: GradioCall): Promise<string> {
  const isAnyReady = service.models.list().some(({ state }) => state === 'ready');
  if (!isAnyReady && !service.settings.noModel) await loadDefault(service, call);
  return service.readyModel(undefined);
}

async function loadDefault({ models }: Service, { onProgress }: GradioCall): Promise<string> {
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
  if (entry.error) throw new FailedElsewhere({ ...entry.error, message: entry.error.detail });
  return describeReady(entry);
}
