import { spawnSync } from 'node:child_process';

/**
 * A new user namespace, which needs no privilege, with the same user, and in it a network namespace
 * without any interface. https://man7.org/linux/man-pages/man1/unshare.1.html
 */
const UNSHARE = ['unshare', '--map-current-user', '--net', '--'] as const;
/** The trial takes a few milliseconds. */
const TRIAL_MS = 5000;

let jail: readonly string[] | undefined;

/**
 * The words before a command that take the network from it; none where the system has no `unshare` or does
 * not permit it, for example in most containers. It is tried once.
 */
export function networkJail(): readonly string[] {
  jail ??= process.platform === 'linux' && isPermitted() ? UNSHARE : [];
  return jail;
}

function isPermitted(): boolean {
  const [command, ...args] = UNSHARE;
  const { status } = spawnSync(command, [...args, 'true'], { stdio: 'ignore', timeout: TRIAL_MS });
  return status === 0;
}
