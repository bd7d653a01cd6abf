/** What a run has measured so far, a line of JSON for each measurement. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Opens a journal. One that belongs to other work, e.g. to other sources, is begun anew.
 *
 * @param {string} path
 * @param {string} work what the measurements depend on
 */
export function openJournal(path, work) {
  const [header, ...lines] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const isSame = header === JSON.stringify({ work });
  const entries = isSame ? lines.map(parse).filter((entry) => entry !== undefined) : [];
  // Without the line that an interruption has cut off.
  writeFileSync(path, [{ work }, ...entries].map((line) => `${JSON.stringify(line)}\n`).join(''));
  const measured = new Map(entries);
  return {
    /** @param {readonly unknown[]} key */
    find: (key) => measured.get(key.join(' / ')),
    /** @param {readonly unknown[]} key */
    note: (key, value) => {
      measured.set(key.join(' / '), value);
      appendFileSync(path, `${JSON.stringify([key.join(' / '), value])}\n`);
    },
  };
}

/** An entry; undefined if the line is not complete. */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
