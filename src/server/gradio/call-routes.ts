import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FailedElsewhere } from '../problem-data.js';
import { requestSignal } from '../http/request-signal.js';
import { ServerError } from '../server-error.js';
import { Calls } from './calls.js';
import { type Endpoint, ENDPOINTS } from './endpoints.js';
import { GradioJob } from './gradio-job.js';
import type { GradioContext } from './perform.js';

const nameSchema = z.object({ name: z.string().max(200) });
const callSchema = z.object({ data: z.array(z.unknown()).max(20).default([]) });

/** Adds curl's interface: call in two steps, or run in one. */
export function addCalls(api: FastifyInstance, context: GradioContext): void {
  const calls = new Calls();
  const typed = api.withTypeProvider<ZodTypeProvider>();
  const schema = { params: nameSchema, body: callSchema };
  typed.post('/call/:name', { schema }, ({ params, body, log }) => {
    const job = new GradioJob(endpointOf(params.name), body.data, context, (err) => {
      log.error({ err }, 'failed');
    });
    calls.add(job);
    return { event_id: job.id };
  });
  typed.get(
    '/call/:name/:event',
    { schema: { params: nameSchema.extend({ event: z.string().max(200) }) } },
    ({ params }, reply) => {
      const job = calls.take(params.event);
      const stream = context.service.streams.open('event: heartbeat\ndata: null\n\n');
      stream.onClose(() => {
        job.cancel();
      });
      void job.ended.then((end) => {
        if (end.kind === 'done') stream.send(end.data, 'complete');
        // A JSON string, as everything after "data:" is JSON.
        else stream.send(JSON.stringify(end.failure.message), 'error');
        stream.end();
      });
      return stream.answer(reply);
    },
  );
  for (const path of ['/run/:name', '/api/:name'])
    typed.post(path, { schema }, async ({ params, body, log }, reply) => {
      const job = new GradioJob(endpointOf(params.name), body.data, context, (err) => {
        log.error({ err }, 'failed');
      });
      requestSignal(reply).addEventListener('abort', () => {
        job.cancel();
      });
      const end = await job.ended;
      if (end.kind === 'failed') throw new FailedElsewhere(end.failure);
      return { data: end.data, duration: end.seconds, average_duration: end.seconds };
    });
}

function endpointOf(name: string): Endpoint {
  const found = ENDPOINTS.find((endpoint) => endpoint.name === name);
  if (found) return found;
  const names = ENDPOINTS.map((endpoint) => endpoint.name).join(', ');
  throw new ServerError('not-found', `There is no function of that name; there are ${names}.`);
}
