import type { FastifyReply } from 'fastify';
import { type ProblemData, PROBLEM_TYPE, toProblem } from '../problem/index.js';

/** Sends problem details as the response. */
export function sendProblem(reply: FastifyReply, problem: ProblemData): FastifyReply {
  const { status, retryAfterSeconds } = problem;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  // The schemas of the routes describe successful responses only, so they must not serialise this.
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(toProblem(problem));
}
