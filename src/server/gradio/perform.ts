import { z } from 'zod';
import { FailedElsewhere } from '../failure.js';
import type { Ticket } from '../job-queue.js';
import { ServerError } from '../server-error.js';
import type { Service } from '../service.js';
import type { Endpoint } from './endpoints.js';
import { describeReady, explain, labelValue } from './explain.js';
import type { GradioFiles } from './gradio-files.js';

/** What an endpoint works with. */
export type GradioContext = { readonly service: Service; readonly files: GradioFiles };

const inputSchema = z.tuple([z.object({ path: z.string().max(1000) })]).rest(z.unknown());

/**
 * Does what an endpoint does.
 *
 * @param data the inputs as they came
 * @returns the outputs
 */
export async function perform(
  { action }: Endpoint,
  data: readonly unknown[],
  context: GradioContext,
  ticket: Ticket,
  signal: AbortSignal,
): Promise<unknown[]> {
  if (action === 'load') return [await loadDefault(context.service)];
  return await predict(data, context, ticket, signal);
}

async function predict(
  data: readonly unknown[],
  { service, files }: GradioContext,
  ticket: Ticket,
  signal: AbortSignal,
): Promise<unknown[]> {
  const found = inputSchema.safeParse(data);
  if (!found.success)
    throw new ServerError(
      'request-invalid',
      'Expected one recording: upload it first and give {"path": …, "meta": {"_type": "gradio.FileData"}}.',
    );
  const upload = files.find(found.data[0].path);
  const model = await anyModel(service);
  const options = { timeline: false, peaks: 0, embedding: false };
  const answer = await service.answer(ticket, model, upload.path, options, signal);
  return [explain(answer), labelValue(answer)];
}

/** The model that is ready; the default one is loaded where none is, unless that was forbidden. */
async function anyModel(service: Service): Promise<string> {
  const isAnyReady = service.models.list().some(({ state }) => state === 'ready');
  if (!isAnyReady && !service.settings.noModel) await loadDefault(service);
  return service.readyModel(undefined);
}

async function loadDefault({ models }: Service): Promise<string> {
  const chosen = models.defaultModel;
  if (!chosen)
    throw new ServerError(
      'model-unknown',
      'This server has no default model. Start it with --model.',
    );
  await models.load(chosen.id);
  const entry = models.get(chosen.id);
  if (entry.error) throw new FailedElsewhere({ ...entry.error, message: entry.error.detail });
  return describeReady(entry);
}
