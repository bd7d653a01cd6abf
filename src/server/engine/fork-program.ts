import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { programUrl } from '../../package-files.js';

/** Secrets that a process which reads hostile files has no use for. */
const SECRETS = ['WAV2EMO_TOKEN', 'HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HF_TOKEN_PATH'];

/** How a process of ours is started. */
export type ForkOptions = {
  /** Most of V8's heap in megabytes. */
  readonly heapMb: number;
  /** Its folder for temporary files. */
  readonly scratch: string;
  /** Whether it may know the hub's token. */
  readonly withSecrets: boolean;
};

/**
 * Starts one of our programs as a process of its own, in a process group of its own: what it
 * starts can be ended with it, and Ctrl-C at the terminal is the server's alone to handle.
 *
 * @param program path from `src`, without its extension
 */
export function forkProgram(program: string, options: ForkOptions): ChildProcess {
  const { heapMb, scratch, withSecrets } = options;
  const env = { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch };
  if (!withSecrets) for (const name of SECRETS) Reflect.deleteProperty(env, name);
  return fork(fileURLToPath(programUrl(program)), {
    env,
    execArgv: [`--max-old-space-size=${heapMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  } as Parameters<typeof fork>[2]);
}

/** Ends a process and all that it started, at once. */
export function killProgram(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in this very moment.
  }
}
