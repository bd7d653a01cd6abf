import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { clientOf } from '../http/client-address.js';
import type { EventStreams } from '../http/event-streams.js';
import { ServerError } from '../problem/index.js';
import { ENDPOINTS } from './endpoints.js';
import { GradioJob } from './gradio-job.js';
import type { GradioContext } from './perform.js';
import { Sessions } from './sessions.js';

/** Largest number of sessions; each may hold the messages of a call for a minute. */
const MAX_SESSIONS = 2000;

const hash = z.string().min(1).max(200);

const joinSchema = z.object({
  data: z.array(z.unknown()).max(20),
  fn_index: z.int().nonnegative(),
  session_hash: hash,
});

const dataSchema = z.object({ session_hash: hash });

const cancelSchema = z.object({ event_id: z.string().max(200).optional() });

/** Adds the queue that Gradio's own clients use: join, one event stream for a session, cancel. */
export function addQueue(api: FastifyInstance, context: GradioContext, streams: EventStreams) {
  const sessions = new Sessions();
  const typed = api.withTypeProvider<ZodTypeProvider>();
  typed.post('/queue/join', { schema: { body: joinSchema } }, (request) => {
    const { body, log } = request;
    const endpoint = ENDPOINTS[body.fn_index];
    if (!endpoint)
      throw new ServerError('request-invalid', `There is no function ${body.fn_index}.`);
    if (sessions.size >= MAX_SESSIONS)
      throw new ServerError('queue-full', 'There are too many sessions. Try again later.', {
        retryAfterSeconds: 10,
      });
    const job = new GradioJob(
      endpoint,
      { data: body.data, client: clientOf(request) },
      context,
      (err) => {
        log.error({ err }, 'failed');
      },
    );
    sessions.add(body.session_hash, job);
    return { event_id: job.id };
  });
  typed.get('/queue/data', { schema: { querystring: dataSchema } }, (request, reply) => {
    const { query } = request;
    const stream = streams.open(clientOf(request), 'data: {"msg":"heartbeat"}\n\n');
    sessions.open(query.session_hash, stream);
    return stream.sendTo(reply);
  });
  for (const path of ['/cancel', '/reset'])
    typed.post(path, { schema: { body: cancelSchema } }, ({ body }) => {
      if (body.event_id !== undefined) sessions.cancel(body.event_id);
      return { success: true };
    });
}
