import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of the processes that were started with this temporary folder; Linux only. */
export function processesOf(temporary) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(`TMPDIR=${temporary}`))
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim());
}

/** A process may end, or belong to somebody else. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
