import { create } from 'zustand';
import type { Recognition } from '../api/types.ts';
import { openHistory, type Remembered } from './database.ts';

/** Results kept; the oldest go first. */
const MAXIMUM_RESULTS = 500;

type HistoryState = {
  /** Newest first. */
  readonly results: readonly Remembered[];
  /** Whether the browser permits keeping anything. */
  readonly available: boolean;
};

/** The results that this browser remembers. */
export const useHistory = create<HistoryState>(() => ({ results: [], available: true }));

/** Reads what was kept in earlier sessions. */
export async function readHistory(): Promise<void> {
  await keep(async () => {
    const results = await (await openHistory()).getAll('results');
    useHistory.setState({ results: results.reverse() });
  });
}

/** Keeps a result, without the drawing of its waveform. */
export async function remember(result: Recognition): Promise<void> {
  await keep(async () => {
    const database = await openHistory();
    await database.add('results', { when: Date.now(), result: { ...result, peaks: [] } });
    const keys = await database.getAllKeys('results');
    for (const key of keys.slice(0, Math.max(0, keys.length - MAXIMUM_RESULTS)))
      await database.delete('results', key);
    await readHistory();
  });
}

/** Forgets everything. */
export async function clearHistory(): Promise<void> {
  await keep(async () => {
    await (await openHistory()).clear('results');
    useHistory.setState({ results: [] });
  });
}

/** A browser that keeps nothing (a private window) costs the history, not the answer. */
async function keep(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch {
    useHistory.setState({ available: false });
  }
}
