import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Baseline, baselineSchema, parseBaseline } from '../../inference/index.js';
import { clientOf } from '../http/client-address.js';
import { receiveForm } from '../http/receive-recordings.js';
import { requestSignal } from '../http/request-signal.js';
import type { Received, Service } from '../service/index.js';
import { problemResponses } from './problem-responses.js';

/** Adds `POST /baselines`. The server stores nothing: the client sends the baseline with each request. */
export function addBaselines(app: FastifyInstance, service: Service): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post('/baselines', { schema: BASELINES }, async (request, reply) => {
      const { model, speaker: name } = request.query;
      const signal = requestSignal(reply);
      const client = clientOf(request);
      service.checkReady(client, model);
      const { received } = await receiveForm(request, service, { signal });
      const baseline = await service.computeVoice(received, { model, name, client, signal });
      return baseline.toJSON();
    });
}

const BASELINES = {
  operationId: 'makeBaseline',
  tags: ['classify'],
  summary: 'Compute what a voice sounds like in ordinary speech',
  description:
    'Takes recordings of one person who speaks as usual, ten seconds or more together: as the field ' +
    '`files` of a form, or one as the body. The response is the baseline; send it as the field ' +
    '`baseline` of `POST /classify`. Recordings are deleted, and the server keeps no baseline.',
  querystring: z.object({
    model: z
      .string()
      .max(300)
      .optional()
      .describe('id of a model that is ready and compares with a voice; default: as `classify`'),
    speaker: z.string().min(1).max(200).optional().describe('name of the person'),
  }),
  response: {
    200: baselineSchema.meta({ id: 'Baseline', description: 'A voice in ordinary speech' }),
    ...problemResponses(403, 409, 413, 422, 429, 500, 503, 504, 507),
  },
};

/**
 * Reads the field `baseline` of a form. The uploads are deleted if it is no baseline.
 *
 * @throws BaselineError `baseline-corrupt`
 */
export async function readBaseline(
  text: string | undefined,
  received: readonly Received[],
): Promise<Baseline | undefined> {
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return parseBaseline(text, 'The field "baseline"');
  } catch (error) {
    for (const each of received) if ('upload' in each) await each.upload.remove();
    throw error;
  }
}
