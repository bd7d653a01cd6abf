import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { programUrl } from '../../package-files.js';
import { fileJail, type FilePermissions } from './file-jail.js';
import { networkJail } from './network-jail.js';

/** The trial loads the program of a worker and the runtime, which takes a fraction of a second. */
const TRIAL_MS = 20_000;

/** What a process of this package may use. */
export type Permissions = {
  readonly network: boolean;
  /** Default: the files that its user may use. */
  readonly files?: FilePermissions | undefined;
};

let isFileJailPermitted: boolean | undefined;

/** The words before a command that confine it as far as the system permits; none where it permits nothing. */
export function confine({ network, files }: Permissions): readonly string[] {
  const outer = network ? [] : networkJail();
  return files && confinesFiles(files) ? [...outer, ...fileJail(files)] : outer;
}

/**
 * Whether files can be confined here: Linux 5.13 or later with Landlock, and util-linux 2.40 or later. A
 * program of this package is tried once, so that a place which nobody foresaw does not stop the server.
 */
export function confinesFiles(files: FilePermissions): boolean {
  isFileJailPermitted ??= process.platform === 'linux' && isPermitted(fileJail(files));
  return isFileJailPermitted;
}

function isPermitted([command, ...args]: readonly string[]): boolean {
  if (command === undefined) return false;
  const worker = fileURLToPath(programUrl('workers/worker-main'));
  // Without a parent, the program ends as soon as it is loaded.
  const { status } = spawnSync(command, [...args, process.execPath, worker], {
    stdio: 'ignore',
    timeout: TRIAL_MS,
  });
  return status === 0;
}
