import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoCode, FileError } from '../errors.js';

const POLL_MS = 200;
const HEARTBEAT_MS = 5_000;
// Long enough for a machine that swaps, short enough to wait for after another machine died.
const STALE_MS = 60_000;

/**
 * Runs `work` while holding the lock file at `path`, waiting for whoever holds it. A lock is broken
 * when its process on this machine is gone, or when nobody has touched it for a minute. Should two
 * ever get in, they write the same bytes to the same places and check them before use.
 *
 * @throws {FileError} when the lock cannot be written.
 */
export async function withLock<T>(
  path: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const owner = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  while (!(await take(path, owner))) {
    await breakIfStale(path);
    await sleep(POLL_MS);
    signal?.throwIfAborted();
  }
  // A failed heartbeat only makes the lock look old.
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
  if (Date.now() - info.mtimeMs < STALE_MS && !diedHere(found)) return;
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  // Another process may have broken and taken the lock since we looked: it gets it back.
  const moved = await holder(aside);
  if (moved !== undefined && moved !== found) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function holder(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined);
}

function diedHere(owner: string): boolean {
  const [, pid, host] = /^\{"pid":(\d+),"host":"([^"]*)"/.exec(owner) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return errnoCode(error) === 'ESRCH';
  }
}
