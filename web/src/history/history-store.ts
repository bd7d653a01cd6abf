import { create } from 'zustand';
import type { Recognition } from '../api/types.ts';
import type { RunFacts } from '../state/run-facts.ts';
import { openDatabase, type Remembered } from '../common/database.ts';

/** The number of results kept; the oldest are deleted first. */
const MAXIMUM_RESULTS = 1000;

type HistoryState = {
  /** Newest first. */
  readonly results: readonly Remembered[];
  /** Whether the browser permits storing anything. */
  readonly available: boolean;
};

/** The results that this browser keeps. */
export const useHistory = create<HistoryState>(() => ({ results: [], available: true }));

/** Reads the results of earlier sessions. */
export async function readHistory(): Promise<void> {
  await keep(async () => {
    const results = await (await openDatabase()).getAll('results');
    useHistory.setState({ results: results.reverse(), available: true });
  });
}

/**
 * Stores a result, without the drawing of its waveform. It is added to the list in memory, too,
 * so that nothing is read again.
 *
 * @returns the key of the result; `undefined` if the browser stores nothing
 */
export async function remember(result: Recognition, facts: RunFacts): Promise<number | undefined> {
  return await keep(async () => {
    const database = await openDatabase();
    const remembered = { when: facts.when, result: { ...result, peaks: [] }, facts };
    const id = await database.add('results', remembered);
    const all = [{ ...remembered, id }, ...useHistory.getState().results];
    useHistory.setState({ results: all.slice(0, MAXIMUM_RESULTS), available: true });
    for (const { id: old } of all.slice(MAXIMUM_RESULTS))
      if (old !== undefined) await database.delete('results', old);
    return id;
  });
}

/** Deletes all results. */
export async function clearHistory(): Promise<void> {
  await keep(async () => {
    await (await openDatabase()).clear('results');
    useHistory.setState({ results: [] });
  });
}

/** Runs work on the database; if the browser stores nothing (a private window), only the history is missing. */
async function keep<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch {
    useHistory.setState({ available: false });
    return undefined;
  }
}
