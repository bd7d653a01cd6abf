import type { Job } from '../state/session-store.ts';

/** Columns that the table can be sorted by. */
export const COLUMNS = ['file', 'status', 'label', 'score', 'duration', 'findings'] as const;

/** A column of the table. */
export type Column = (typeof COLUMNS)[number];

/** The column that the table is sorted by, and its direction. */
export type Order = { readonly column: Column; readonly descending: boolean };

const VALUES: Readonly<Record<Column, (job: Job) => string | number>> = {
  file: ({ name }) => name,
  status: ({ status }) => status,
  label: ({ result }) => (result && 'label' in result ? result.label : ''),
  score: ({ result }) => (result && 'score' in result ? result.score : -1),
  duration: ({ result }) => result?.durationSeconds ?? -1,
  findings: ({ result }) => result?.findings.length ?? -1,
};

/** The jobs in the requested order; without one, in the order in which they were added. */
export function sortJobs(jobs: readonly Job[], order: Order | undefined): readonly Job[] {
  if (!order) return jobs;
  const value = VALUES[order.column];
  const sorted = jobs.toSorted((a, b) => compare(value(a), value(b)));
  return order.descending ? sorted.reverse() : sorted;
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true });
}
