import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { errnoCode } from './errors.js';

/**
 * The process that a folder belongs to: its id, when it started, and the machine or container. An id alone
 * is not enough: the next process of a container has the same one. Written as `pid.start.host`.
 */
export type ProcessOwner = {
  readonly pid: number;
  /** Ticks of the system's clock; empty on systems that do not say. */
  readonly start: string;
  readonly host: string;
};

const OWNER = /^(\d+)\.(\d*)\.([0-9a-f]{8})$/;

/** This process. */
export async function thisProcess(): Promise<ProcessOwner> {
  const { pid } = process;
  return { pid, start: (await startOf(pid)) ?? '', host: thisHost() };
}

/** An owner as text of letters, digits and dots, which file names may contain. */
export function formatOwner({ pid, start, host }: ProcessOwner): string {
  return `${pid}.${start}.${host}`;
}

/** Parses the text of {@link formatOwner}; a bare process id is what earlier versions wrote. */
export function parseOwner(text: string): ProcessOwner | undefined {
  if (/^\d+$/.test(text)) return { pid: Number(text), start: '', host: thisHost() };
  const [, pid, start = '', host = ''] = OWNER.exec(text) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), start, host };
}

/**
 * Whether a process has ended.
 *
 * @returns `undefined` for a process of another machine or container
 */
export async function hasEnded({ pid, start, host }: ProcessOwner): Promise<boolean | undefined> {
  if (host !== thisHost()) return undefined;
  if (!isRunning(pid)) return true;
  const found = await startOf(pid);
  return start !== '' && found !== undefined && found !== start;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoCode(error) !== 'ESRCH';
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, field 22; only Linux has it. */
async function startOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name of the program, field 2, may contain spaces and brackets.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}

/** A hash, because names of hosts may contain any character and appear in file names here. */
function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}
