import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Mounts a small disk for as long as `use` runs; needs root.
 *
 * @template T
 * @param {string} folder where it is mounted
 * @param {number} megabytes
 * @param {(place: string) => Promise<T>} use
 */
export async function onSmallDisk(folder, megabytes, use) {
  const place = join(folder, 'disk');
  mkdirSync(place, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', place]);
  try {
    return await use(place);
  } finally {
    execFileSync('umount', ['-l', place]);
  }
}
