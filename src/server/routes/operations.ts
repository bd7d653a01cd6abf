import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { VERSION } from '../../version.js';
import type { Service } from '../service.js';
import { problems } from './problem-responses.js';

const tags = ['operations'];

const healthSchema = z
  .object({ status: z.literal('ok'), version: z.string() })
  .meta({ id: 'Health' });

const readinessSchema = z
  .object({
    status: z.literal('ready'),
    queued: z.number().describe('requests that wait or are computed'),
    capacity: z.number().describe('the most that may'),
    modelsReady: z.number(),
  })
  .meta({ id: 'Readiness' });

/** Adds health, readiness and metrics. */
export function addOperations(app: FastifyInstance, service: Service): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/health',
    {
      schema: {
        ...{ operationId: 'health', tags, summary: 'Whether the server lives' },
        response: { 200: healthSchema },
      },
    },
    () => ({ status: 'ok' as const, version: VERSION }),
  );
  typed.get(
    '/ready',
    {
      schema: {
        ...{ operationId: 'ready', tags, summary: 'Whether the server takes work' },
        response: { 200: readinessSchema, ...problems(503) },
      },
    },
    () => {
      service.queue.check();
      const modelsReady = service.models.list().filter(({ state }) => state === 'ready').length;
      const { size: queued } = service.queue;
      return { status: 'ready' as const, queued, capacity: service.settings.queue, modelsReady };
    },
  );
  app.get(
    '/metrics',
    {
      schema: {
        ...{ operationId: 'metrics', tags, summary: 'Figures in the form of Prometheus' },
        produces: ['text/plain'],
      },
    },
    async (_request, reply) => {
      const { type, text } = await service.metrics.expose();
      return await reply.type(type).send(text);
    },
  );
}
