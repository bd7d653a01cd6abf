import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { ProblemData } from '../problem/index.js';
import { clientName, clientOf } from './client-address.js';

/** The statuses of requests that a client may not send, or not now. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 429, 503]);

/**
 * Logs that a request is refused, with the code and a name of the client that only compares: it is
 * another one after the next start, and no address can be computed from it.
 */
export function logRefusal(request: FastifyRequest, problem: ProblemData): void {
  if (REFUSALS.has(problem.status)) log(request.log, clientOf(request), problem);
}

/** As {@link logRefusal}, for a connection without a request. */
export function logRefusedConnection(
  logger: FastifyBaseLogger,
  client: string,
  problem: ProblemData,
): void {
  log(logger, client, problem);
}

function log(logger: FastifyBaseLogger, client: string, { code, status }: ProblemData): void {
  logger.warn({ code, status, client: clientName(client) }, 'refused');
}
