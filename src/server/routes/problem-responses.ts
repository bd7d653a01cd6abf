import { STATUS_CODES } from 'node:http';
import { PROBLEM_TYPE, problemSchema } from '../problem/index.js';

/** Describes the responses of a route with these statuses as problem details. */
export function problemResponses<Status extends number>(...statuses: readonly Status[]) {
  const response = (status: Status) => ({
    description: STATUS_CODES[status] ?? 'Problem',
    content: { [PROBLEM_TYPE]: { schema: problemSchema } },
  });
  return Object.fromEntries(statuses.map((status) => [status, response(status)]));
}
