import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { modelSchema, modelsSchema } from '../models/model-entry.js';
import type { Service } from '../service.js';
import { problems } from './problem-responses.js';

const tags = ['models'];
const params = z.object({ id: z.string().max(300).describe('URL-encoded') });

/** Adds the routes of the models: list, events, describe, load, unload. */
export function addModels(app: FastifyInstance, service: Service): void {
  const { models, streams } = service;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = () => ({ models: models.list() });
  typed.get(
    '/models',
    {
      schema: {
        ...{ operationId: 'listModels', tags, summary: 'The models that this server offers' },
        response: { 200: modelsSchema },
      },
    },
    list,
  );
  app.get('/models/events', { schema: EVENTS }, (_request, reply) => {
    const stream = streams.open();
    const tell = () => {
      stream.send(list(), 'models');
    };
    tell();
    stream.onClose(models.subscribe(tell));
    return stream.answer(reply);
  });
  typed.post(
    '/models/:id/describe',
    {
      schema: {
        operationId: 'describeModel',
        tags,
        summary: 'Ask the hub for size and licence of a model that is not installed',
        ...{ params, response: { 200: modelSchema, ...problems(403, 404, 502, 503) } },
      },
    },
    async ({ params: { id } }) => await models.describe(id),
  );
  typed.post(
    '/models/:id/load',
    {
      schema: {
        ...{ operationId: 'loadModel', tags, summary: 'Begin to load a model', params },
        description: 'The answer comes at once; the model’s state and its events tell the rest.',
        response: { 202: modelSchema, ...problems(404) },
      },
    },
    async ({ params: { id }, log }, reply) => {
      models.get(id);
      models.load(id).catch((error: unknown) => {
        log.warn({ code: error instanceof Error ? error.message : '' }, 'a model failed to load');
      });
      return await reply.code(202).send(models.get(id));
    },
  );
  typed.post(
    '/models/:id/unload',
    {
      schema: {
        operationId: 'unloadModel',
        tags,
        summary: 'Free the memory of a model, or cancel its loading',
        ...{ params, response: { 200: modelSchema, ...problems(404) } },
      },
    },
    async ({ params: { id } }) => {
      await models.unload(id);
      return models.get(id);
    },
  );
}

const EVENTS = {
  operationId: 'modelEvents',
  tags,
  summary: 'Changes of the models as server-sent events',
  description: 'An event `models` with the body of `GET /models` at once and on every change.',
  produces: ['text/event-stream'],
};
