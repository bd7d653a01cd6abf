import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Nobody starts programs that deep; a bound in case ids are reused while they are read. */
const MAX_DEPTH = 4;

/**
 * The memory that a process and everything that it started occupy, in bytes; `undefined` where the
 * system does not tell. ffmpeg is a child of the process that decodes.
 *
 * @param pid of a process that leads its own group
 */
export async function processMemory(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') return await treeMemory(pid);
    if (process.platform === 'win32') return undefined;
    return groupMemory(pid, (await run('ps', ['-A', '-o', 'pgid=,rss='])).stdout);
  } catch {
    return undefined;
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
async function treeMemory(pid: number, depth = 0): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  if (kib === undefined) return undefined;
  const children = depth < MAX_DEPTH ? await childrenOf(pid) : [];
  // A child may end while it is read.
  const sizes = await Promise.all(
    children.map((child) => treeMemory(child, depth + 1).catch(() => undefined)),
  );
  return sizes.reduce<number>((sum, bytes = 0) => sum + bytes, Number(kib) * 1024);
}

/** The processes that the first thread started, which is the one that runs JavaScript. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

/** @param list lines with the group and the resident kibibytes of each process */
function groupMemory(group: number, list: string): number | undefined {
  const sizes = list
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([id]) => id === group)
    .map(([, kib = 0]) => kib * 1024);
  return sizes.length === 0 ? undefined : sizes.reduce((sum, bytes) => sum + bytes, 0);
}
