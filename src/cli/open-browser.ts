import { spawn } from 'node:child_process';

const PROGRAMS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // Unlike "cmd /c start", this passes the address on as it is: "&" would end a command of cmd.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** The program that opens an address in the default browser, and its arguments. */
export function browserCommand(
  address: string,
  platform: NodeJS.Platform,
): readonly [string, ...string[]] {
  return [...(PROGRAMS[platform] ?? ['xdg-open']), address];
}

/** Opens an address in the browser if there is a desktop. */
export async function openBrowser(
  address: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  if (!isDesktop(env)) return;
  const [program, ...args] = browserCommand(address, process.platform);
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  await new Promise<void>((resolve) => {
    child.once('spawn', resolve);
    // If there is no browser, the person can still use the printed address.
    child.once('error', () => {
      resolve();
    });
  });
  child.unref();
}

/** Whether a person sits at this machine: there is no CI and no SSH, but a display. */
export function isDesktop(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['CI'] || env['SSH_CONNECTION'] || env['SSH_TTY']) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
}
