import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Finds a program on PATH. If Windows starts a program by its bare name, it searches the current
 * directory first and would run an `ffmpeg.exe` beside downloaded recordings. Relative folders on
 * PATH are ignored for the same reason.
 *
 * @returns the absolute path, or undefined if the program is not on PATH
 */
export async function findProgram(name: string): Promise<string | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    // Windows permits quotes around a folder.
    const path = join(folder.replace(/^"(.*)"$/, '$1'), file);
    if (isAbsolute(path) && (await isProgram(path))) return path;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
