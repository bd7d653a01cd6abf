import { spawn } from 'node:child_process';

const PROGRAMS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // The empty text is the window's title, which "start" would otherwise take the address for.
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the browser where a person sits at a desktop; elsewhere nothing happens. */
export async function openBrowser(
  address: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  if (!isDesktop(env)) return;
  const [program, ...args] = PROGRAMS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  await new Promise<void>((resolve) => {
    child.once('spawn', resolve);
    // Without a browser the address has been printed all the same.
    child.once('error', () => {
      resolve();
    });
  });
  child.unref();
}

/** Whether a person sits in front of this machine: no CI, no SSH, and a display. */
export function isDesktop(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['CI'] || env['SSH_CONNECTION'] || env['SSH_TTY']) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
}
