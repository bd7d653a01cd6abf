import { create } from 'zustand';
import { freshJob, type Job, newJob, type NewRecording } from '../state/session-store.ts';
import type { LabelTable } from './match-clips.ts';

type EvaluationState = {
  /** The recordings that were given, with their results. */
  readonly jobs: readonly Job[];
  /** The tables of labels that were given. */
  readonly tables: readonly LabelTable[];
  readonly running: boolean;
  /** Ids of the recordings that the present or the last run computes. */
  readonly planned: ReadonlySet<string>;
};

const NOTHING: EvaluationState = { jobs: [], tables: [], running: false, planned: new Set() };

/** The recordings of the tab for evaluations. They are no part of the session or of the history. */
export const useEvaluation = create<EvaluationState>(() => NOTHING);

const { setState: set, getState: get } = useEvaluation;

/** Files that are tables of labels. */
export const isTableName = (name: string) => /\.(csv|tsv|jsonl)$/i.test(name);

/**
 * Adds recordings and tables. A recording that is there already keeps its result; a table replaces one
 * of the same name.
 */
export async function addFiles(files: readonly NewRecording[]): Promise<void> {
  const tables = await Promise.all(
    files
      .filter(({ name }) => isTableName(name))
      .map(async ({ name, recording }) => ({ name, text: await readText(recording) })),
  );
  const added = files.filter(({ name }) => !isTableName(name));
  const replaced = new Set(tables.map(({ name }) => name));
  set((state) => {
    const known = new Set(state.jobs.map(fileKey));
    const fresh = added.filter((each) => !known.has(fileKey(each)));
    return {
      jobs: [...state.jobs, ...fresh.map(newJob)],
      tables: [...state.tables.filter(({ name }) => !replaced.has(name)), ...tables],
    };
  });
}

const fileKey = ({ name, recording }: Pick<Job, 'name' | 'recording'>) =>
  `${recording?.size ?? 0} ${name}`;

/** Reads a table. Spreadsheets write UTF-8, UTF-16 with a byte order mark, or in China GB 18030. */
export async function readText(table: Blob): Promise<string> {
  const bytes = new Uint8Array(await table.arrayBuffer());
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Removes all recordings and tables. */
export function clearEvaluation(): void {
  set(NOTHING, true);
}

/** Removes all tables. */
export function clearTables(): void {
  set({ tables: [] });
}

/** Begins a run, before which the given recordings lose their results. */
export function beginRun(planned: ReadonlySet<string>): void {
  set(({ jobs }) => ({
    ...{ running: true, planned },
    jobs: jobs.map((job) => (planned.has(job.id) ? freshJob(job) : job)),
  }));
}

/** Notes that the run is over. */
export function endRun(): void {
  set({ running: false });
}

/** The recordings of the run. */
export function plannedJobs(): readonly Job[] {
  const { jobs, planned } = get();
  return jobs.filter(({ id }) => planned.has(id));
}

/** Changes what is known about a recording. */
export function updateClip(id: string, change: Partial<Omit<Job, 'id'>>): void {
  set(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, ...change } : job)) }));
}
