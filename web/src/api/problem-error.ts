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

/** Reads a failed response: its problem document, or its status if it carries none. */
export async function readProblem(response: Response): Promise<Problem> {
  return toHttpProblem(response.status, response.statusText, await response.text());
}

/** The problem of an answer with the given status and body. */
export function toHttpProblem(status: number, title: string, body: string): Problem {
  const parsed = parseJson(body);
  return isProblem(parsed) ? parsed : { code: 'http-error', status, title };
}

/** Turns anything that was thrown into a problem that can be shown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  // fetch rejects with a TypeError if no answer came at all.
  const code = error instanceof TypeError ? 'server-unreachable' : 'page-error';
  return { code, status: 0, title: error instanceof Error ? error.message : String(error) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
