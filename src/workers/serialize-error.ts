import {
  AudioError,
  BaselineError,
  CheckpointError,
  DeviceError,
  FileError,
  HubError,
  ObjectStoreError,
  Wav2EmoError,
} from '../errors.js';
import { WorkerError } from './worker-error.js';

/** An error as plain data. */
export type SerializedError = {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** The code of an error of this project. */
  readonly code?: string;
  readonly cause?: SerializedError;
};

/** Causes of causes are kept up to this depth; deeper ones are of no use to a reader. */
const MAX_CAUSES = 4;

/** A class of this project's errors. */
type OwnError = new (code: never, message: string, details: { cause?: unknown }) => Wav2EmoError;

/** Classes of errors by their names. */
export type ErrorClasses = Readonly<Record<string, OwnError>>;

const OWN_CLASSES: ErrorClasses = {
  AudioError,
  BaselineError,
  CheckpointError,
  DeviceError,
  FileError,
  HubError,
  ObjectStoreError,
  WorkerError,
};

const BUILT_IN: Readonly<Record<string, ErrorConstructor>> = {
  RangeError,
  TypeError,
  SyntaxError,
};

/** Turns any thrown value into plain data that every transport can post. */
export function serializeError(error: unknown, depth = MAX_CAUSES): SerializedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...(error instanceof Wav2EmoError && { code: String(error.code) }),
    ...(cause !== undefined && depth > 0 && { cause: serializeError(cause, depth - 1) }),
  };
}

/**
 * Rebuilds an error with its class, code, message, stack and causes.
 *
 * @param more classes besides those that every worker throws
 */
export function deserializeError(data: SerializedError, more: ErrorClasses = {}): Error {
  const { stack } = data;
  const error = construct(data, more);
  if (stack !== undefined) error.stack = stack;
  return error;
}

function construct({ name, message, code, cause }: SerializedError, more: ErrorClasses): Error {
  const details = cause ? { cause: deserializeError(cause, more) } : {};
  const OwnClass = code === undefined ? undefined : (OWN_CLASSES[name] ?? more[name]);
  if (OwnClass) return new OwnClass(code as never, message, details);
  if (name === 'AbortError' || name === 'TimeoutError') return new DOMException(message, name);
  const error = new (BUILT_IN[name] ?? Error)(message, details);
  if (error.name !== name) error.name = name;
  return error;
}
