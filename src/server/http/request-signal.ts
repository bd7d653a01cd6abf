import type { FastifyReply } from 'fastify';
import { ServerError } from '../problem/index.js';

/** A signal that is aborted if the client disconnects before it has the whole response. */
export function requestSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(clientGone());
  });
  return controller.signal;
}

/** The error of a request whose client has disconnected; only the log shows it. */
export function clientGone(): ServerError {
  return new ServerError('client-gone', 'The client disconnected.');
}
