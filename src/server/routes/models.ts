import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { clientOf } from '../http/client-address.js';
import type { EventStreams } from '../http/event-streams.js';
import { modelSchema, modelsSchema, type Service } from '../service/index.js';
import { problemResponses } from './problem-responses.js';

const tags = ['models'];
const params = z.object({ id: z.string().max(300).describe('URL-encoded') });

/** Adds the routes of the models: list, events, describe, load, unload. */
export function addModels(app: FastifyInstance, service: Service, streams: EventStreams): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = () => ({ models: service.listModels() });
  typed.get('/models', { schema: LIST }, list);
  app.get('/models/events', { schema: EVENTS }, (request, reply) => {
    const stream = streams.open(clientOf(request));
    const sendList = () => {
      stream.sendLatest('models', list(), 'models');
    };
    sendList();
    stream.onClose(service.subscribeModels(sendList));
    return stream.sendTo(reply);
  });
  typed.post(
    '/models/:id/describe',
    { schema: DESCRIBE },
    async ({ params: { id } }) => await service.describeModel(id),
  );
  typed.post(
    '/models/:id/load',
    { schema: LOAD },
    async ({ params: { id }, query, log }, reply) => {
      service.getModel(id);
      service
        .loadModel(id, { trustBundle: query.trustBundle === 'true' })
        .catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          log.warn({ reason }, 'a model could not be loaded');
        });
      return await reply.code(202).send(service.getModel(id));
    },
  );
  typed.post(
    '/models/:id/unload',
    { schema: UNLOAD },
    async ({ params: { id } }) => await service.unloadModel(id),
  );
}

const LIST = {
  operationId: 'listModels',
  tags,
  summary: 'List the models that this server offers',
  response: { 200: modelsSchema },
};

const EVENTS = {
  operationId: 'modelEvents',
  tags,
  summary: 'Follow the models as server-sent events',
  description:
    'An event `models` with the body of `GET /models` is sent at once and after every change. ' +
    'A client that reads slowly gets the newest state only.',
  produces: ['text/event-stream'],
};

const DESCRIBE = {
  operationId: 'describeModel',
  tags,
  summary: 'Ask the hub for the size and licence of a model that is not installed',
  params,
  response: { 200: modelSchema, ...problemResponses(403, 404, 502, 503) },
};

const LOAD = {
  operationId: 'loadModel',
  tags,
  summary: 'Start to load a model',
  description:
    'The response is sent at once. The state of the model and the events show the progress. ' +
    'A hub repository that is a bundle fails with `checkpoint-untrusted` until it is loaded with consent.',
  params,
  querystring: z.object({
    trustBundle: z
      .enum(['true', 'false'])
      .default('false')
      .describe('use the graph that a hub repository contains, as it is; until the server stops'),
  }),
  response: { 202: modelSchema, ...problemResponses(404) },
};

const UNLOAD = {
  operationId: 'unloadModel',
  tags,
  summary: 'Free the memory of a model, or cancel its loading',
  params,
  response: { 200: modelSchema, ...problemResponses(404) },
};
