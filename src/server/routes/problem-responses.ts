import { STATUS_CODES } from 'node:http';
import { PROBLEM_TYPE, problemSchema } from '../http/problem.js';

/** The answers of a route that are problems, for its description. */
export function problems<Status extends number>(...statuses: readonly Status[]) {
  const response = (status: Status) => ({
    description: STATUS_CODES[status] ?? 'Problem',
    content: { [PROBLEM_TYPE]: { schema: problemSchema } },
  });
  return Object.fromEntries(statuses.map((status) => [status, response(status)]));
}
