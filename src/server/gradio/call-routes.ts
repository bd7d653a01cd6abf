import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { EventStream } from '../http/event-stream.js';
import { clientOf } from '../http/client-address.js';
import type { EventStreams } from '../http/event-streams.js';
import { requestSignal } from '../http/request-signal.js';
import { RemoteError, ServerError } from '../problem/index.js';
import { Calls } from './calls.js';
import { type Endpoint, ENDPOINTS } from './endpoints.js';
import { GradioJob } from './gradio-job.js';
import type { GradioContext } from './perform.js';

const nameSchema = z.object({ name: z.string().max(200) });
const eventSchema = nameSchema.extend({ event: z.string().max(200) });
const callSchema = z.object({ data: z.array(z.unknown()).max(20).default([]) });

/** Adds the interfaces that curl can use: a call in two requests, or in one. */
export function addCalls(api: FastifyInstance, context: GradioContext, streams: EventStreams) {
  addTwoStepCalls(api, context, streams);
  addOneStepCalls(api, context);
}

function addTwoStepCalls(api: FastifyInstance, context: GradioContext, streams: EventStreams) {
  const calls = new Calls();
  const typed = api.withTypeProvider<ZodTypeProvider>();
  const schema = { params: nameSchema, body: callSchema };
  typed.post('/call/:name', { schema }, (request) => {
    const { params, body, log } = request;
    const call = { data: body.data, client: clientOf(request) };
    const job = new GradioJob(endpointOf(params.name), call, context, (err) => {
      log.error({ err }, 'failed');
    });
    calls.add(job);
    return { event_id: job.id };
  });
  typed.get('/call/:name/:event', { schema: { params: eventSchema } }, (request, reply) => {
    const { event } = request.params;
    // Opened first: a call that is taken cannot be fetched again.
    const stream = streams.open(clientOf(request), 'event: heartbeat\ndata: null\n\n');
    const job = takeOrEnd(calls, event, stream);
    stream.onClose(() => {
      job.cancel();
    });
    void job.ended.then((end) => {
      if (end.kind === 'done') stream.send(end.data, 'complete');
      // The protocol wants JSON after "data:", so the message is sent as a JSON string.
      else stream.send(JSON.stringify(end.problem.message), 'error');
      stream.end();
    });
    return stream.sendTo(reply);
  });
}

function takeOrEnd(calls: Calls, event: string, stream: EventStream): GradioJob {
  try {
    return calls.take(event);
  } catch (error) {
    stream.end();
    throw error;
  }
}

function addOneStepCalls(api: FastifyInstance, context: GradioContext) {
  const typed = api.withTypeProvider<ZodTypeProvider>();
  const schema = { params: nameSchema, body: callSchema };
  for (const path of ['/run/:name', '/api/:name'])
    typed.post(path, { schema }, async (request, reply) => {
      const { params, body, log } = request;
      const call = { data: body.data, client: clientOf(request) };
      const job = new GradioJob(endpointOf(params.name), call, context, (err) => {
        log.error({ err }, 'failed');
      });
      requestSignal(reply).addEventListener('abort', () => {
        job.cancel();
      });
      const end = await job.ended;
      if (end.kind === 'failed') throw new RemoteError(end.problem);
      return { data: end.data, duration: end.seconds, average_duration: end.seconds };
    });
}

function endpointOf(name: string): Endpoint {
  const found = ENDPOINTS.find((endpoint) => endpoint.name === name);
  if (found) return found;
  const names = ENDPOINTS.map((endpoint) => endpoint.name).join(', ');
  throw new ServerError('not-found', `There is no function with this name. Use one of: ${names}.`);
}
