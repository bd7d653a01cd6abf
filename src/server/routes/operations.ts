import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { VERSION } from '../../version.js';
import type { Service } from '../service/index.js';
import { problemResponses } from './problem-responses.js';

const tags = ['operations'];

const healthSchema = z
  .object({ status: z.literal('ok'), version: z.string() })
  .meta({ id: 'Health' });

const readinessSchema = z
  .object({
    status: z.literal('ready'),
    queued: z.number().describe('number of requests that wait or are computed'),
    capacity: z.number().describe('largest value of `queued`'),
    modelsReady: z.number(),
  })
  .meta({ id: 'Readiness' });

/** Adds health, readiness and metrics. */
export function addOperations(app: FastifyInstance, service: Service): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get('/health', { schema: HEALTH }, () => ({ status: 'ok' as const, version: VERSION }));
  typed.get('/ready', { schema: READY }, () => ({
    status: 'ready' as const,
    ...service.readiness(),
  }));
  app.get('/metrics', { schema: METRICS }, async (_request, reply) => {
    const { type, text } = await service.metrics();
    return await reply.type(type).send(text);
  });
}

const HEALTH = {
  operationId: 'health',
  tags,
  summary: 'Check whether the server runs',
  response: { 200: healthSchema },
};

const READY = {
  operationId: 'ready',
  tags,
  summary: 'Check whether the server accepts work and the model of --model is ready',
  response: { 200: readinessSchema, ...problemResponses(503) },
};

const METRICS = {
  operationId: 'metrics',
  tags,
  summary: 'Read the metrics in the format of Prometheus',
  produces: ['text/plain'],
};
