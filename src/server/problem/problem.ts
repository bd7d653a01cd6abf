import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { ProblemData } from './problem-data.js';

/** Media type of problem details. */
export const PROBLEM_TYPE = 'application/problem+json';

/** Problem details of RFC 9457, https://www.rfc-editor.org/rfc/rfc9457; `code` is the library's. */
export const problemSchema = z
  .object({
    type: z.string().describe('`urn:wav2emo:problem:` followed by the code'),
    title: z.string().describe('the reason phrase of the HTTP status'),
    status: z.int().min(400).max(599),
    detail: z.string().describe('what was found, what was expected, and what to do'),
    code: z.string().describe('stable and machine-readable, e.g. `audio-unknown-format`'),
  })
  .meta({ id: 'Problem', description: 'Problem details of RFC 9457' });

/** Problem details of RFC 9457. */
export type Problem = z.infer<typeof problemSchema>;

export function toProblem({ code, message, status }: ProblemData): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: `urn:wav2emo:problem:${code}`, title, status, detail: message, code };
}
