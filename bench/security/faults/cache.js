import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { classifyOnce } from './command-line.js';
import { onSmallDisk } from './small-disk.js';

/** A user without rights; root ignores the modes of files. */
const command = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

async function readOnlyCache(folder) {
  chmodSync(folder, 0o755);
  const cache = join(folder, 'cache');
  mkdirSync(cache, { mode: 0o555 });
  const empty = classifyOnce(folder, { cache, command });
  const right = classifyOnce(folder, { cache });
  const filled = classifyOnce(folder, { cache, command });
  const isSame = filled.status === 0 && filled.scores === right.scores;
  return {
    isGood: empty.status === 1 && empty.words.includes('permission denied') && isSame,
    outcome: `empty: exit code ${empty.status}, "${empty.words}"; filled: ${isSame ? 'the right answer' : filled.words}`,
  };
}

/** The disk of the cache has 16 kB left, less than the graph needs. */
async function fullCache(folder) {
  const full = await onSmallDisk(folder, 1, async (place) => {
    const cache = join(place, 'cache');
    const fill = `head -c 2000000 /dev/zero > filler; truncate -s -16384 filler`;
    spawnSync('sh', ['-c', fill], { cwd: place, stdio: 'ignore' });
    const result = classifyOnce(folder, { cache });
    return {
      ...result,
      left: execFileSync('find', [cache, '-name', 'model*'], { encoding: 'utf8' }),
    };
  });
  const right = classifyOnce(folder);
  return {
    isGood: full.status === 1 && full.left === '' && right.status === 0,
    outcome: `exit code ${full.status}, "${full.words}"; ${full.left === '' ? 'nothing' : full.left} left; with room again ${right.status === 0 ? 'right' : right.words}`,
  };
}

export const CACHE = [
  { fault: 'cache read-only, empty and filled', needs: 'root', run: readOnlyCache },
  { fault: 'cache on a full disk', needs: 'root', run: fullCache },
];
