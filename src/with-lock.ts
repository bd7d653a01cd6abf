import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoCode, FileError } from './errors.js';

const POLL_MS = 200;
const HEARTBEAT_MS = 5_000;
// A machine that swaps needs some seconds for a heartbeat; after a crash elsewhere people wait this long.
const STALE_MS = 60_000;

/**
 * Runs `work` while this process holds the lock file at `path`, after waiting for its present holder.
 * A lock is removed if its process on this machine has ended, or if its time was not updated for a
 * minute. If two processes ever run at the same time, they write the same bytes to the same files and
 * check them before use.
 *
 * @param onWait is called once if another process holds the lock
 * @throws {FileError} if the lock file cannot be written.
 */
export async function withLock<T>(
  path: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
  onWait?: () => void,
): Promise<T> {
  const owner = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  for (let tries = 0; !(await take(path, owner)); tries++) {
    await breakIfStale(path);
    // The lock of a process that has ended is taken by the next try.
    if (tries === 1) onWait?.();
    await sleep(POLL_MS);
    signal?.throwIfAborted();
  }
  // After a failed heartbeat the lock looks older than it is, which the next heartbeat corrects.
  const beat = () => void utimes(path, new Date(), new Date()).catch(() => undefined);
  const heart = setInterval(beat, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    if ((await holder(path)) === owner) await rm(path, { force: true });
  }
}

async function take(path: string, owner: string): Promise<boolean> {
  try {
    await writeFile(path, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errnoCode(error) === 'EEXIST') return false;
    throw FileError.from(error, path, 'write the lock');
  }
}

async function breakIfStale(path: string): Promise<void> {
  const [found, info] = await Promise.all([holder(path), stat(path).catch(() => undefined)]);
  if (found === undefined || info === undefined) return;
  if (Date.now() - info.mtimeMs < STALE_MS && !hasEndedHere(found)) return;
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  // Another process may have replaced the lock since it was read; its lock is put back.
  const moved = await holder(aside);
  if (moved !== undefined && moved !== found) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function holder(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined);
}

function hasEndedHere(owner: string): boolean {
  const [, pid, host] = /^\{"pid":(\d+),"host":"([^"]*)"/.exec(owner) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return errnoCode(error) === 'ESRCH';
  }
}
