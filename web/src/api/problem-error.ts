import type { Problem } from './types.ts';

/** A request that the server answered with a problem, or could not answer at all. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Reads a failed response: its problem document, or its status where it carries none. */
export async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblem(body)) return body;
  return { code: 'http-error', status: response.status, title: response.statusText };
}

/** Any thrown thing as a problem that can be shown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  // fetch rejects with a TypeError when no answer came at all.
  const code = error instanceof TypeError ? 'server-unreachable' : 'page-error';
  return { code, status: 0, title: error instanceof Error ? error.message : String(error) };
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'title' in value
  );
}
