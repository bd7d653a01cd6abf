import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The clips of a folder whose manifest.csv has the columns corpus, path, speaker, gender, emotion and label.
 *
 * @param {string} folder
 * @returns {(import('./mixtures.js').Clip & { corpus: string, label: string })[]}
 */
export function readManifest(folder) {
  const [header, ...rows] = readFileSync(join(folder, 'manifest.csv'), 'utf8').trim().split('\n');
  const names = header.split(',');
  const at = (row, name) => row.split(',')[names.indexOf(name)] ?? '';
  return rows.map((row) => ({
    corpus: at(row, 'corpus'),
    path: join(folder, at(row, 'path')),
    speaker: at(row, 'speaker'),
    gender: at(row, 'gender'),
    emotion: at(row, 'emotion'),
    label: at(row, 'label'),
  }));
}
