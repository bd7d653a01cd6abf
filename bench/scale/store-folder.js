import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The store of a run: some hundred small recordings fit into it. In megabytes. */
const STORE_MB = 64;
/** The file that fills the store. It is no key, so that nobody sweeps it. */
const FILLER = 'filler';

/**
 * Makes the shared folder of a run on a small file system in memory, which can be filled. Mounting needs
 * root on Linux; without it the folder is an ordinary one, and `canFill` is false.
 *
 * @param {string} folder
 */
export function makeStore(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const canFill = mount(folder);
  return {
    folder,
    canFill,
    fill: () => fill(join(folder, FILLER)),
    empty: () => rmSync(join(folder, FILLER), { force: true }),
    files: () => readdirSync(folder, { recursive: true }).map(String),
    remove: () => {
      if (canFill) execFileSync('umount', ['--lazy', folder]);
    },
  };
}

function mount(folder) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    const options = `size=${STORE_MB}m,mode=0700`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Writes until the file system has no room left. */
function fill(file) {
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(1 << 16);
  try {
    for (;;) writeSync(descriptor, block);
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  } finally {
    closeSync(descriptor);
  }
}
