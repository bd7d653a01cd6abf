import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * Reads the outcomes of earlier runs; none if there is no such file.
 *
 * @param {string | undefined} file JSON lines
 */
export function readKept(file) {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/**
 * Adds outcomes to those of earlier runs.
 *
 * @param {string | undefined} file JSON lines; if it is not named, nothing is kept
 * @param {readonly object[]} outcomes
 */
export function keep(file, outcomes) {
  if (file === undefined) return;
  appendFileSync(file, outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join(''));
}
