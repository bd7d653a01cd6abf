import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Failure } from '../problem-data.js';

/** Media type of problem details. */
export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457 problem details; `code` is the library's. */
export const problemSchema = z
  .object({
    type: z.string().describe('`urn:wav2emo:problem:` and the code'),
    title: z.string().describe('words of the HTTP status'),
    status: z.int().min(400).max(599),
    detail: z.string().describe('what was found, what was expected, what to do'),
    code: z.string().describe('stable, e.g. `audio-unknown-format`'),
  })
  .meta({ id: 'Problem', description: 'Problem details of RFC 9457' });

/** Problem details of RFC 9457. */
export type Problem = z.infer<typeof problemSchema>;

/** Writes a failure as problem details. */
export function toProblem({ code, message, status }: Failure): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: `urn:wav2emo:problem:${code}`, title, status, detail: message, code };
}

/** Answers a request with a failure. */
export function sendProblem(reply: FastifyReply, failure: Failure): FastifyReply {
  const { status, retryAfterSeconds } = failure;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  // The schemas describe the answers that succeed; a problem is written as it is.
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(toProblem(failure));
}
