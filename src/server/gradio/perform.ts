import { z } from 'zod';
import { ServerError } from '../problem/index.js';
import type { ModelProgress, Service } from '../service/index.js';
import type { Endpoint } from './endpoints.js';
import { describeReady, explain, labelValue } from './explain.js';
import type { GradioFiles } from './gradio-files.js';

/** What the endpoints use. */
export type GradioContext = { readonly service: Service; readonly files: GradioFiles };

/** One call of an endpoint. */
export type GradioCall = {
  readonly endpoint: Endpoint;
  /** The inputs as the client sent them. */
  readonly data: readonly unknown[];
  /** Who calls. */
  readonly client: string;
  readonly signal: AbortSignal;
  /** Is called with the progress of loading a model. */
  readonly onProgress: (progress: ModelProgress) => void;
  /** Is called when the computation begins. */
  readonly onBegin: () => void;
};

const inputSchema = z.tuple([z.object({ path: z.string().max(1000) })]).rest(z.unknown());

/**
 * Performs the call of an endpoint.
 *
 * @returns one value for each output component
 */
export async function perform(call: GradioCall, context: GradioContext): Promise<unknown[]> {
  if (call.endpoint.action === 'predict') return await predict(call, context);
  call.onBegin();
  return [describeReady(await context.service.loadDefaultModel(call.onProgress))];
}

async function predict(call: GradioCall, { service, files }: GradioContext): Promise<unknown[]> {
  const { client, signal, onProgress, onBegin } = call;
  const found = inputSchema.safeParse(call.data);
  if (!found.success)
    throw new ServerError(
      'request-invalid',
      'Expected one recording. Upload it first, then send {"path": …, "meta": {"_type": "gradio.FileData"}}.',
    );
  const loadsDefault = !service.settings.noModel;
  const result = await files.use(found.data[0].path, (upload) =>
    service.classifyUpload(upload, { client, loadsDefault, signal, onProgress, onBegin }),
  );
  return [explain(result), labelValue(result)];
}
