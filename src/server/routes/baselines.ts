import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { baselineSchema } from '../../inference/index.js';
import { clientOf } from '../http/client-address.js';
import { receiveForm } from '../http/receive-recordings.js';
import { requestSignal } from '../http/request-signal.js';
import type { Service } from '../service/index.js';
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
    '`baseline` of `POST /classify`, or in the field `baselines` of `POST /conversations`. Recordings ' +
    'are deleted, and the server keeps no baseline.',
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
