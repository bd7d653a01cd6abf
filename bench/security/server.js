import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/wav2emo.js', import.meta.url));

/**
 * A server in a process of its own.
 *
 * @typedef {{ pid: number, address: URL, words: () => string, exited: Promise<unknown>, stop: () => Promise<void> }} Server
 */

/**
 * Starts a server and waits until its model is ready.
 *
 * @param {string[]} flags
 * @param {{ folder: string, command?: string[], env?: object }} options `folder` is for temporary files
 *   and the cache; `command` runs the program, e.g. under limits
 * @returns {Promise<Server>}
 */
export async function startServer(flags, { folder, command = [], env = {} }) {
  const args = [...command, process.execPath, program, 'serve', '--port', '0', ...flags];
  const [first = '', ...rest] = args;
  const child = spawn(first, rest, {
    env: { ...process.env, TMPDIR: folder, WAV2EMO_CACHE: `${folder}/cache`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (chunk) => (words = `${words}${chunk}`.slice(-20_000)));
  const exited = once(child, 'exit');
  const started = Promise.race([once(child.stdout, 'data'), exited]);
  const [line] = await started;
  const address = /http:\S+/.exec(String(line))?.[0];
  if (address === undefined) throw new Error(`The server did not start: ${words}`);
  const server = {
    pid: child.pid ?? 0,
    address: new URL(address),
    words: () => words,
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      await Promise.race([exited, sleep(40_000, undefined, { ref: false })]);
      child.kill('SIGKILL');
    },
  };
  while (!(await isReady(server))) await sleep(100);
  return server;
}

/** Whether a server answers that its model is ready. */
export async function isReady({ address }) {
  const found = await fetch(new URL('/api/v1/ready', address)).catch(() => undefined);
  await found?.text();
  return found?.status === 200;
}

/** Figures of a server and of the processes that it started; Linux only. */
export function figuresOf({ pid }) {
  const pids = [pid, ...childrenOf(pid)];
  const sum = (/** @type {(pid: number) => number} */ figure) =>
    pids.reduce((total, each) => total + figure(each), 0);
  return { bytes: sum(residentBytes), handles: sum(handlesOf) };
}

/** The processes that a process started, and theirs. */
export function childrenOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const children = text === '' ? [] : text.split(' ').map(Number);
    return children.flatMap((child) => [child, ...childrenOf(child)]);
  } catch {
    return [];
  }
}

function residentBytes(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function handlesOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}
