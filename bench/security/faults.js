/**
 * `node bench/security/faults.js`: ordinary faults, one after the other, each with a server or a program of
 * its own, and with clients beside it if it is a server. Prints a table in Markdown. Linux; as root, because
 * disks are mounted and other users are needed.
 *
 *   node bench/security/faults.js [--only WORD] [--state FILE]
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE } from './faults/cache.js';
import { CONVERSION } from './faults/conversion.js';
import { KILLS } from './faults/kills.js';
import { LIMITS } from './faults/limits.js';
import { STORAGE } from './faults/storage.js';

const { values } = parseArgs({ options: { only: { type: 'string' }, state: { type: 'string' } } });
const { only = '', state } = values;
const isRoot = process.getuid?.() === 0;
const rows = state && existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : {};

for (const { fault, needs, run } of [...STORAGE, ...KILLS, ...LIMITS, ...CONVERSION, ...CACHE]) {
  if (!fault.includes(only) || (needs === 'root' && !isRoot)) continue;
  rows[fault] = await attempt(run);
  process.stdout.write(
    `| ${fault} | ${rows[fault].outcome} | ${rows[fault].isGood ? 'yes' : '**no**'} |\n`,
  );
  if (state) writeFileSync(state, JSON.stringify(rows, null, 1));
}
process.exitCode = Object.values(rows).every(({ isGood }) => isGood) ? 0 : 1;

async function attempt(run) {
  const folder = mkdtempSync(join(tmpdir(), 'wav2emo-faults-'));
  try {
    return await run(folder);
  } catch (error) {
    return { isGood: false, outcome: String(error).slice(0, 500) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
