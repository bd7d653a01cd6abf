import type { Bundle } from '../../bundles/index.js';
import { forkProgram, killProgram } from '../engine/index.js';
import { RemoteError } from '../problem/index.js';
import { ServerError } from '../problem/index.js';
import type { PrepareReply, PrepareRequest, PrepareStep } from './messages.js';

/** V8's heap in the process that prepares, in megabytes. */
const HEAP_MB = 2048;

/** How a preparation is followed and stopped. */
export type PrepareOptions = {
  readonly scratch: string;
  readonly onStep: (step: PrepareStep) => void;
  readonly onComplaint: (text: string) => void;
  readonly signal: AbortSignal;
};

/**
 * Fetches and converts a model in a process of its own.
 *
 * @throws RemoteError with the library's code; the signal's reason
 */
export async function prepareModel(
  request: PrepareRequest,
  { scratch, onStep, onComplaint, signal }: PrepareOptions,
): Promise<Bundle> {
  signal.throwIfAborted();
  const child = forkProgram('server/models/prepare-main', {
    heapMb: HEAP_MB,
    scratch,
    withSecrets: true,
  });
  const kill = () => {
    killProgram(child);
  };
  signal.addEventListener('abort', kill, { once: true });
  child.stderr?.on('data', (text: Buffer) => {
    onComplaint(text.toString().trim());
  });
  try {
    return await new Promise((resolve, reject) => {
      child.on('message', (reply: PrepareReply) => {
        if (reply.kind === 'done') resolve(reply.bundle);
        else if (reply.kind === 'failed') reject(new RemoteError(reply.failure));
        else onStep(reply);
      });
      child.once('error', reject);
      child.once('exit', (code, killedBy) => {
        reject(signal.aborted ? (signal.reason as Error) : ended(killedBy ?? code));
      });
      child.send(request, () => undefined);
    });
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

function ended(how: string | number | null): ServerError {
  return new ServerError(
    'engine-failed',
    `The process that prepares the model ended unexpectedly (${how ?? 'unknown'}). There may be too little memory; try "wav2emo pull" on the command line.`,
  );
}
