import type { FastifyReply } from 'fastify';
import { ServerError } from '../server-error.js';

/** A signal that is aborted when the client goes away before it has its answer. */
export function requestSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(clientGone());
  });
  return gone.signal;
}

/** Why work is stopped whose client is gone; nobody reads it but the log. */
export function clientGone(): ServerError {
  return new ServerError('client-gone', 'The client went away.');
}
