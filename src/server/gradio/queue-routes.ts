import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ServerError } from '../server-error.js';
import { ENDPOINTS } from './endpoints.js';
import { GradioJob } from './gradio-job.js';
import type { GradioContext } from './perform.js';
import { Sessions } from './sessions.js';

/** Sessions at once; each may hold an upload's answer for a minute. */
const MOST_SESSIONS = 2000;

const hash = z.string().min(1).max(200);

const joinSchema = z.object({
  data: z.array(z.unknown()).max(20),
  fn_index: z.int().nonnegative(),
  session_hash: hash,
});

const cancelSchema = z.object({ event_id: z.string().max(200).optional() });

/** Adds the queue of Gradio's own clients: join, one stream a session, cancel. */
export function addQueue(api: FastifyInstance, context: GradioContext): void {
  const sessions = new Sessions();
  const typed = api.withTypeProvider<ZodTypeProvider>();
  typed.post('/queue/join', { schema: { body: joinSchema } }, ({ body, log }) => {
    const endpoint = ENDPOINTS[body.fn_index];
    if (!endpoint)
      throw new ServerError('request-invalid', `There is no function ${body.fn_index}.`);
    if (sessions.size >= MOST_SESSIONS)
      throw new ServerError('queue-full', 'Too many sessions.', { retryAfterSeconds: 10 });
    const job = new GradioJob(endpoint, body.data, context, (err) => {
      log.error({ err }, 'failed');
    });
    sessions.add(body.session_hash, job);
    return { event_id: job.id };
  });
  typed.get(
    '/queue/data',
    { schema: { querystring: z.object({ session_hash: hash }) } },
    ({ query }, reply) => {
      const stream = context.service.streams.open('data: {"msg":"heartbeat"}\n\n');
      sessions.open(query.session_hash, stream);
      return stream.answer(reply);
    },
  );
  for (const path of ['/cancel', '/reset'])
    typed.post(path, { schema: { body: cancelSchema } }, ({ body }) => {
      if (body.event_id !== undefined) sessions.cancel(body.event_id);
      return { success: true };
    });
}
