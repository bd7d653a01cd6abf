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

type OwnError = new (code: never, message: string, details: { cause?: unknown }) => Wav2EmoError;

const OWN_CLASSES: Readonly<Record<string, OwnError>> = {
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

/** Rebuilds an error with its class, code, message, stack and causes. */
export function deserializeError(data: SerializedError): Error {
  const { stack } = data;
  const error = construct(data);
  if (stack !== undefined) error.stack = stack;
  return error;
}

function construct({ name, message, code, cause }: SerializedError): Error {
  const details = cause ? { cause: deserializeError(cause) } : {};
  const OwnClass = code === undefined ? undefined : OWN_CLASSES[name];
  if (OwnClass) return new OwnClass(code as never, message, details);
  if (name === 'AbortError' || name === 'TimeoutError') return new DOMException(message, name);
  const error = new (BUILT_IN[name] ?? Error)(message, details);
  if (error.name !== name) error.name = name;
  return error;
}
