import type { FastifyReply } from 'fastify';

/** A signal that is aborted when the client goes away before it has its answer. */
export function requestSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
