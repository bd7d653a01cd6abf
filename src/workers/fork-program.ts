import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { programUrl } from '../package-files.js';
import { confine } from './confinement/confine.js';
import type { FilePermissions } from './confinement/file-jail.js';

/**
 * The environment variables that a process which parses hostile recordings receives: what finds
 * programs, libraries, locale, temporary and cache folders. Everything else may be a secret.
 */
const HARMLESS =
  /^(PATH|PATHEXT|HOME|USERPROFILE|(LOCAL)?APPDATA|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|LANG|LANGUAGE|LC_\w+|TZ|XDG_CACHE_HOME|WAV2EMO_CACHE|NODE_OPTIONS|NODE_ENV|CI|(DY)?LD_LIBRARY_PATH|CUDA_\w+|NVIDIA_\w+|OMP_\w+|ORT_\w+|VITEST\w*)$/i;

/** How a process of this package is started. */
export type ForkOptions = {
  /** Limit of V8's heap in megabytes. */
  readonly heapMb: number;
  /** The folder for its temporary files. */
  readonly scratch: string;
  /**
   * Whether it fetches models: it gets the network and the whole environment, e.g. the hub's token and
   * the proxy. Without, it has no network where the system permits that.
   */
  readonly usesHub: boolean;
  /** The files that it may use where the system permits a limit, besides `scratch`. Default: those of its user. */
  readonly files?: FilePermissions | undefined;
};

/**
 * Starts one of this package's programs as a process in its own process group: everything that it
 * starts can be ended with it, and Ctrl-C in the terminal does not reach it.
 *
 * @param program path from `src`, without its extension
 */
export function forkProgram(program: string, options: ForkOptions): ChildProcess {
  const { heapMb, scratch, usesHub } = options;
  const files = options.files && withScratch(options.files, scratch);
  const command = [...confine({ network: usesHub, files }), process.execPath];
  const inherited = Object.entries(process.env).filter(
    ([name]) => (usesHub && !/^WAV2EMO_(USER_)?TOKEN$/.test(name)) || HARMLESS.test(name),
  );
  const env = { ...Object.fromEntries(inherited), TMPDIR: scratch, TEMP: scratch, TMP: scratch };
  return fork(fileURLToPath(programUrl(program)), {
    env,
    execPath: command[0],
    execArgv: [...command.slice(1), `--max-old-space-size=${heapMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  } as Parameters<typeof fork>[2]);
}

function withScratch({ reads, writes }: FilePermissions, scratch: string): FilePermissions {
  return { reads, writes: [...writes, scratch] };
}

/** Ends a process and everything that it started, at once. */
export function killProgram(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // The process ended by itself at this moment.
  }
}
