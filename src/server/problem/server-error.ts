import { type ErrorDetails, Wav2EmoError } from '../../errors.js';

/** Codes of {@link ServerError}, each with its HTTP status. */
export const SERVER_ERROR_STATUS = {
  'request-invalid': 422,
  'request-malformed': 400,
  'target-refused': 400,
  'upload-missing': 422,
  'upload-empty': 422,
  'upload-too-large': 413,
  'upload-too-many': 413,
  'upload-unknown': 422,
  unauthorized: 401,
  'host-refused': 403,
  'origin-refused': 403,
  'not-permitted': 403,
  'not-found': 404,
  'model-unknown': 404,
  'model-not-loaded': 409,
  'conversation-unknown': 404,
  'conversation-not-ready': 409,
  'model-exists': 409,
  'models-full': 409,
  'adaptation-unknown': 404,
  'adaptation-not-ready': 409,
  'adaptation-not-better': 409,
  'adaptation-impossible': 422,
  'model-loading': 503,
  'job-out-of-memory': 413,
  'rate-limited': 429,
  'streams-full': 429,
  'client-gone': 499,
  'engine-failed': 500,
  'upgrade-required': 426,
  'queue-full': 503,
  'sessions-full': 503,
  'uploads-full': 503,
  'upload-lost': 503,
  'shutting-down': 503,
  'job-timeout': 504,
} as const satisfies Readonly<Record<string, number>>;

/** Codes of {@link ServerError}. */
export type ServerErrorCode = keyof typeof SERVER_ERROR_STATUS;

/** The server refuses a request or cannot finish it; the code says what the client can do. */
export class ServerError extends Wav2EmoError<ServerErrorCode> {
  /** Seconds after which another try makes sense; sent as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ServerErrorCode,
    message: string,
    details: ErrorDetails & { retryAfterSeconds?: number } = {},
  ) {
    super(code, message, details);
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
