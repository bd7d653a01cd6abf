import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  PROBLEM_TYPE,
  ServerError,
  type ProblemData,
  toProblem,
  toProblemData,
} from '../problem/index.js';

/** The headers of responses that are sent before any route and its hooks are known. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-type': PROBLEM_TYPE,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** The statuses of errors of Node's parser that are not 400. */
const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The problem of a request that Node's parser refuses; its code is `code`. */
export function parserProblem(code: string): ProblemData {
  const status = STATUSES[code] ?? 400;
  const message =
    status === 408
      ? 'The request did not arrive in time. Send it again over a faster connection.'
      : `The request is not HTTP as this server reads it (${code}).`;
  return { ...toProblemData(new ServerError('request-malformed', message)), status };
}

/** Sends a problem over a connection that has no response, and closes the connection. */
export function sendOverSocket(socket: Duplex, problem: ProblemData): void {
  const body = JSON.stringify(toProblem(problem));
  const { status } = problem;
  const headers = { ...HEADERS, 'content-length': Buffer.byteLength(body), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
}

/** Sends a problem as a response that no route answers. */
export function sendBare(response: ServerResponse, problem: ProblemData): void {
  response.writeHead(problem.status, HEADERS);
  response.end(JSON.stringify(toProblem(problem)));
}
