import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const COLUMNS = ['corpus', 'speaker', 'label', 'seconds'];

/** Reads the clips of `recipes/heads/export_clips.py`, each with its `embedding`. */
export function readClips(folder) {
  const [header, ...rows] = readFileSync(join(folder, 'clips.csv'), 'utf8').trim().split('\n');
  const names = header.split(',');
  const bytes = readFileSync(join(folder, 'clips.f32'));
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const size = all.length / rows.length;
  return rows.map((row, at) => {
    const cells = row.split(',');
    const [corpus, speaker, label, seconds] = COLUMNS.map((name) => cells[names.indexOf(name)]);
    const embedding = all.subarray(at * size, (at + 1) * size);
    return { corpus, speaker, label, seconds: Number(seconds), embedding };
  });
}
