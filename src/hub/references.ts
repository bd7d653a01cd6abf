import { readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../write-whole.js';
import { COMMIT } from './remote-repository.js';
import type { Store } from './store.js';

// A script that runs a command for each of many recordings should not ask the hub each time.
const RECENT_MS = 3600 * 1000;

/** The commit that a branch or tag had when it was last looked up. */
export async function readReference(store: Store, revision: string): Promise<string | undefined> {
  const text = await readFile(referenceFile(store, revision), 'utf8').catch(() => '');
  return COMMIT.test(text) ? text : undefined;
}

/** The same commit, but only if the lookup was within the last hour. */
export async function readRecentReference(
  store: Store,
  revision: string,
): Promise<string | undefined> {
  const info = await stat(referenceFile(store, revision)).catch(() => undefined);
  const age = Date.now() - (info?.mtimeMs ?? 0);
  // A time in the future says nothing, because somebody has changed the clock.
  return age >= 0 && age < RECENT_MS ? readReference(store, revision) : undefined;
}

/** Stores the commit that a branch or tag has now. */
export async function writeReference(
  store: Store,
  revision: string,
  commit: string,
): Promise<void> {
  if (revision === commit) return;
  const file = referenceFile(store, revision);
  if ((await readReference(store, revision)) !== commit) await writeWhole(file, commit);
  // A complete cache may be read-only; then each command asks the hub.
  else await utimes(file, new Date(), new Date()).catch(() => undefined);
}

function referenceFile({ references }: Store, revision: string): string {
  return join(references, encodeURIComponent(revision));
}
