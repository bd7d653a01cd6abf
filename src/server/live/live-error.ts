import { isUnexpected, toProblemData } from '../problem/index.js';

/**
 * The errors of the WebSocket itself, each with the code with which the socket is closed:
 * https://www.iana.org/assignments/websocket/websocket.xhtml
 */
export const LIVE_ERRORS = {
  /** The settings are missing, wrong, or come too late. */
  config_invalid: 1008,
  /** A message is no JSON, or of no known type. */
  message_invalid: 1008,
  message_too_large: 1009,
  frame_invalid: 1008,
  frame_too_long: 1009,
  rate_exceeded: 1008,
  idle_timeout: 1008,
  session_too_long: 1008,
} as const satisfies Readonly<Record<string, number>>;

/** Codes of {@link LiveError}. */
export type LiveErrorCode = keyof typeof LIVE_ERRORS;

/** A client of a live session does something that is not permitted. */
export class LiveError extends Error {
  readonly code: LiveErrorCode;

  /** @param message what was found, what was expected, and what to do */
  constructor(code: LiveErrorCode, message: string) {
    super(message);
    this.name = 'LiveError';
    this.code = code;
  }
}

/** @param when the time by which the settings were expected, e.g. `before the first frame` */
export function settingsMissing(when: string): LiveError {
  return new LiveError(
    'config_invalid',
    `Expected {"type": "session.update", "session": {…}} ${when}, found none.`,
  );
}

/** What a client learns about the error that ends its session. */
export type LiveProblem = {
  /** With underscores; the codes of problem details have hyphens. */
  readonly code: string;
  readonly message: string;
  readonly closeCode: number;
  /** Whether no code threw this error on purpose, so that it must be logged. */
  readonly isUnexpected: boolean;
};

/** The close codes of problems, by their HTTP status; other problems are the client's. */
const CLOSE_CODES: Readonly<Record<number, number>> = {
  500: 1011,
  502: 1011,
  503: 1013,
  504: 1011,
  507: 1011,
};

/** Describes any error for the client of a live session. */
export function toLiveProblem(error: unknown): LiveProblem {
  if (error instanceof LiveError) {
    const { code, message } = error;
    return { code, message, closeCode: LIVE_ERRORS[code], isUnexpected: false };
  }
  const { code, message, status } = toProblemData(error);
  const closeCode = code === 'shutting-down' ? 1001 : (CLOSE_CODES[status] ?? 1008);
  const name = code.replaceAll('-', '_');
  return { code: name, message, closeCode, isUnexpected: isUnexpected(error) };
}
