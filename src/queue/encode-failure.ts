import {
  deserializeError,
  type ErrorClasses,
  serializeError,
  type SerializedError,
} from '../workers/index.js';
import { QueueError } from './queue-error.js';

/** Codes of failures that may pass: another worker, or the same one a moment later, may succeed. */
const PASSING: ReadonlySet<string> = new Set([
  ...['worker-ended', 'worker-ended-while-held', 'engine-failed', 'shutting-down'],
  ...['model-loading', 'queue-unavailable', 'file-disk-full'],
  ...['store-unreachable', 'store-timeout', 'store-failed'],
  ...['hub-unreachable', 'hub-server-error', 'hub-interrupted', 'device-failed'],
]);

/** Codes of the system for connections that failed. */
const NETWORK = /^(ECONN\w*|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|UND_ERR_\w+)$/;

/** Whether a job that failed with this error is tried again. A damaged recording stays damaged. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    PASSING.has(code) || NETWORK.test(code) || (error.cause !== undefined && isNetwork(error.cause))
  );
}

function isNetwork(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && NETWORK.test(String(cause.code));
}

/** An error as the one line of text that BullMQ keeps of it. Stacks name folders and are left out. */
export function encodeFailure(error: unknown): string {
  return JSON.stringify({ ...serializeError(error), stack: undefined, cause: undefined });
}

/** What is known of an error from its text; BullMQ writes some texts itself. */
export function readFailure(text: string): SerializedError {
  try {
    const data = JSON.parse(text) as SerializedError;
    if (typeof data.name === 'string' && typeof data.message === 'string') return data;
  } catch {
    // The text is one of BullMQ's.
  }
  const message = `The workers that had the recording were lost, again and again (${text}). Send it again; if that does not help, the recording may be at fault.`;
  return { name: 'QueueError', code: 'queue-gave-up', message };
}

/** The error that a worker threw, with its class and code. */
export function decodeFailure(text: string, classes: ErrorClasses): Error {
  return deserializeError(readFailure(text), { QueueError, ...classes });
}
