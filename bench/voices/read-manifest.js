import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The clips of a folder whose manifest.csv has the columns path, speaker and others.
 *
 * @param {string} folder
 */
export function readManifest(folder) {
  const [header, ...rows] = readFileSync(join(folder, 'manifest.csv'), 'utf8').trim().split('\n');
  const names = header.split(',');
  return rows
    .map((row) => Object.fromEntries(row.split(',').map((cell, i) => [names[i], cell])))
    .map((clip) => ({ ...clip, path: join(folder, clip.path) }));
}
