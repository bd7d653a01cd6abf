import type { Comparison } from './comparison.ts';
import type { Job } from './session-store.ts';

/** The largest number of recordings in one request; the server permits 100 by default. */
export const LARGEST_GROUP = 50;

/** Recordings that are classified in one request, and the speaker if all of them are of one. */
export type JobGroup = { readonly speaker?: string; readonly jobs: readonly Job[] };

/**
 * The next recordings of a run: one, or all that wait and are of the same speaker as the first one
 * that waits. A group that is larger than a request is split into parts of about equal size.
 */
export function nextGroup(waiting: readonly Job[], { kind }: Comparison): JobGroup | undefined {
  const [first] = waiting;
  if (!first) return undefined;
  if (kind === 'none' || kind === 'voice') return { jobs: [first] };
  const speaker = kind === 'list' ? 'one' : folderOf(first.name);
  const jobs = kind === 'list' ? waiting : waiting.filter(({ name }) => folderOf(name) === speaker);
  const parts = Math.ceil(jobs.length / LARGEST_GROUP);
  return { speaker, jobs: jobs.slice(0, Math.ceil(jobs.length / parts)) };
}

/** The folder of a file name, without a slash at its end; empty if it has none. */
export function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}
