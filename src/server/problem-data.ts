import {
  AudioError,
  CheckpointError,
  DeviceError,
  FileError,
  HubError,
  Wav2EmoError,
} from '../errors.js';
import { SERVER_ERROR_STATUS, ServerError } from './server-error.js';

/** An error as it crosses processes and goes into answers. */
export type Failure = {
  /** Stable and machine-readable, as in the library. */
  readonly code: string;
  /** Words for people: what was found, what was expected, what to do. */
  readonly message: string;
  /** HTTP status. */
  readonly status: number;
  /** When another try makes sense, in seconds. */
  readonly retryAfterSeconds?: number;
};

type Statuses = { readonly usual: number; readonly special?: Readonly<Record<string, number>> };

/** The HTTP status of each class of error, and of the codes that differ from their class. */
const STATUSES: readonly (readonly [new (...args: never[]) => Wav2EmoError, Statuses])[] = [
  [AudioError, { usual: 422, special: { 'audio-too-long': 413 } }],
  [CheckpointError, { usual: 422 }],
  [
    HubError,
    { usual: 502, special: { 'hub-not-found': 404, 'hub-unauthorized': 403, 'hub-offline': 503 } },
  ],
  [FileError, { usual: 500, special: { 'file-not-found': 404, 'file-disk-full': 507 } }],
  [DeviceError, { usual: 503 }],
  [ServerError, { usual: 500, special: SERVER_ERROR_STATUS }],
];

/** A failure that happened in another process, or that a result already names. */
export class FailedElsewhere extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'FailedElsewhere';
    this.failure = failure;
  }
}

/**
 * What a client may know of an error. One that nobody threw on purpose keeps its words to itself:
 * they may name files, and they belong into the log.
 */
export function describeFailure(error: unknown): Failure {
  if (error instanceof FailedElsewhere) return error.failure;
  const found = STATUSES.find(([kind]) => error instanceof kind);
  if (!found || !(error instanceof Wav2EmoError)) return UNEXPECTED;
  const [, { usual, special }] = found;
  const { code, message } = error as Wav2EmoError;
  const retryAfterSeconds = error instanceof ServerError ? error.retryAfterSeconds : undefined;
  const status = special?.[code] ?? usual;
  return { code, message, status, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

/** Whether an error was not thrown on purpose, so that the log should hold it. */
export function isUnexpected(error: unknown): boolean {
  return describeFailure(error) === UNEXPECTED;
}

const UNEXPECTED: Failure = {
  code: 'internal-error',
  message: 'Something went wrong that should not. The log of the server has the details.',
  status: 500,
};
