import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Finds a program on PATH. Windows looks into the current directory first if a bare name is
 * started, so that an `ffmpeg.exe` beside downloaded recordings would run. For the same reason
 * relative folders on PATH are left out.
 *
 * @returns its absolute path, or undefined if there is none
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
