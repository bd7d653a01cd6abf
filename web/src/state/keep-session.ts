import { readHistory, useHistory } from '../history/history-store.ts';
import { restoreJobs, useSession } from './session-store.ts';

const STORAGE_KEY = 'wav2emo-session';

/**
 * Restores the results of before a reload from the history, then notes in the tab's storage which
 * results the session has. Audio is not kept.
 */
export async function keepSession(): Promise<void> {
  const ids = new Set(readIds());
  await readHistory();
  const found = useHistory.getState().results.filter(({ id }) => id !== undefined && ids.has(id));
  restoreJobs(
    found.toReversed().map(({ id, result, facts }) => ({
      ...{ name: result.file, result },
      ...(id !== undefined && { historyId: id }),
      ...(facts && { facts }),
    })),
  );
  useSession.subscribe(({ jobs }, before) => {
    if (jobs !== before.jobs) writeIds(jobs.flatMap(({ historyId = [] }) => historyId));
  });
}

function readIds(): number[] {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(parsed) ? parsed.filter((id) => typeof id === 'number') : [];
  } catch {
    return [];
  }
}

function writeIds(ids: readonly number[]): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(ids));
  } catch {
    // A browser that stores nothing only loses the list at a reload.
  }
}
