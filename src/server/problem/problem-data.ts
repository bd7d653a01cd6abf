import {
  AudioError,
  BaselineError,
  CheckpointError,
  DeviceError,
  FileError,
  HubError,
  ObjectStoreError,
  Wav2EmoError,
} from '../../errors.js';
import { QueueError } from '../../queue/index.js';
import { SERVER_ERROR_STATUS, ServerError } from './server-error.js';
import { withoutPaths } from './without-paths.js';

/** An error as plain data, which can be posted between processes and sent to clients. */
export type ProblemData = {
  /** Stable and machine-readable; the codes are the library's and {@link ServerError}'s. */
  readonly code: string;
  /** Text for people: what was found, what was expected, what to do. */
  readonly message: string;
  /** HTTP status. */
  readonly status: number;
  /** Seconds after which another try makes sense. */
  readonly retryAfterSeconds?: number;
};

type Statuses = { readonly usual: number; readonly special?: Readonly<Record<string, number>> };

/** The HTTP status of each class of error, and of the codes that differ from their class. */
const STATUSES: readonly (readonly [new (...args: never[]) => Wav2EmoError, Statuses])[] = [
  [AudioError, { usual: 422, special: { 'audio-too-long': 413 } }],
  [CheckpointError, { usual: 422 }],
  [BaselineError, { usual: 422 }],
  [
    HubError,
    { usual: 502, special: { 'hub-not-found': 404, 'hub-unauthorized': 403, 'hub-offline': 503 } },
  ],
  [FileError, { usual: 500, special: { 'file-not-found': 404, 'file-disk-full': 507 } }],
  [DeviceError, { usual: 503 }],
  [QueueError, { usual: 503 }],
  [
    ObjectStoreError,
    {
      usual: 502,
      special: {
        ...{ 'store-object-missing': 404, 'store-object-too-large': 413 },
        ...{ 'store-link-refused': 403, 'store-link-expired': 403 },
      },
    },
  ],
  [ServerError, { usual: 500, special: SERVER_ERROR_STATUS }],
];

/** An error that happened in another process, or that was turned into data before. */
export class RemoteError extends Error {
  readonly problem: ProblemData;

  constructor(problem: ProblemData) {
    super(problem.message);
    this.name = 'RemoteError';
    this.problem = problem;
  }
}

/**
 * Describes an error for clients. Paths of the server are shortened to their last part. The message of
 * an unexpected error is replaced, because it may contain anything; it belongs in the log.
 */
export function toProblemData(error: unknown): ProblemData {
  if (error instanceof RemoteError) return error.problem;
  const found = STATUSES.find(([kind]) => error instanceof kind);
  if (!found || !(error instanceof Wav2EmoError)) return UNEXPECTED;
  const [, { usual, special }] = found;
  const { code } = error as Wav2EmoError;
  // The server writes its own errors, and names routes in them.
  const message = error instanceof ServerError ? error.message : withoutPaths(error.message);
  const retryAfterSeconds = error instanceof ServerError ? error.retryAfterSeconds : undefined;
  const status = special?.[code] ?? usual;
  return { code, message, status, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

/** Whether no code threw this error on purpose, so that it must be logged. */
export function isUnexpected(error: unknown): boolean {
  return toProblemData(error) === UNEXPECTED;
}

const UNEXPECTED: ProblemData = {
  code: 'internal-error',
  message: 'The server failed unexpectedly. Its log has the details.',
  status: 500,
};
