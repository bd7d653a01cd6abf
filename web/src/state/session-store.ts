import { create } from 'zustand';
import type { Problem, Recognition } from '../api/types.ts';
import type { RunFacts } from './run-facts.ts';

/**
 * The stages of a recording: `waiting` for its turn in the page, `sending` it to the server,
 * `running` in the server's queue or engine, then `finished` or `failed`.
 */
export type JobStatus = 'waiting' | 'sending' | 'running' | 'finished' | 'failed';

/** A recording of this session and what is known about it. */
export type Job = {
  readonly id: string;
  /** File name; with its folders if a folder was given. */
  readonly name: string;
  /** Absent for a result of before a reload: audio is never kept. */
  readonly recording?: Blob | undefined;
  /** Whether the microphone recorded it, so that no file of it exists. */
  readonly isRecorded?: boolean;
  readonly status: JobStatus;
  /** The share that was sent, from 0 to 1; while `sending`. */
  readonly sent?: number;
  /** When sending ended, in milliseconds since 1970; while `running`. */
  readonly sentAt?: number;
  readonly result?: Recognition;
  /** When and with what the result was computed. */
  readonly facts?: RunFacts;
  /** Key of the result in the history. */
  readonly historyId?: number;
  readonly problem?: Problem;
};

/** A recording that is added to the session. */
export type NewRecording = Pick<Job, 'name' | 'isRecorded'> & { readonly recording: Blob };

type SessionState = {
  readonly jobs: readonly Job[];
  /** The job whose result is shown. */
  readonly shownId: string | undefined;
  /** Whether recordings are being classified. */
  readonly running: boolean;
  /** Whether the microphone is recording. */
  readonly recording: boolean;
};

/** The recordings of this session. */
export const useSession = create<SessionState>(() => ({
  jobs: [],
  shownId: undefined,
  running: false,
  recording: false,
}));

const { setState: set, getState: get } = useSession;

/** Adds recordings at the end of the list and shows the first of them. */
export function addRecordings(recordings: readonly NewRecording[]): void {
  const added = recordings.map(newJob);
  set(({ jobs, running, shownId }) => ({
    jobs: [...jobs, ...added],
    shownId: running ? shownId : added[0]?.id,
  }));
}

/** Adds results of before a reload. */
export function restoreJobs(restored: readonly Omit<Job, 'id' | 'status'>[]): void {
  const added = restored.map((job) => ({ ...job, id: makeId(), status: 'finished' as const }));
  set(({ jobs, shownId }) => ({
    jobs: [...added, ...jobs],
    shownId: shownId ?? added[0]?.id,
  }));
}

/** Changes what is known about a job. */
export function updateJob(id: string, change: Partial<Omit<Job, 'id'>>): void {
  set(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, ...change } : job)) }));
}

/** Removes the results of the given jobs, so that they wait again. */
export function resetJobs(ids: ReadonlySet<string>): void {
  set(({ jobs }) => ({ jobs: jobs.map((job) => (ids.has(job.id) ? freshJob(job) : job)) }));
}

/** Removes one recording from the list. */
export function removeJob(id: string): void {
  set(({ jobs, shownId }) => {
    const left = jobs.filter((job) => job.id !== id);
    return { jobs: left, shownId: shownId === id ? left[0]?.id : shownId };
  });
}

/** Removes all recordings. */
export function clearJobs(): void {
  set({ jobs: [], shownId: undefined });
}

/** Shows the result of a job. */
export function showJob(shownId: string): void {
  set({ shownId });
}

/** Notes whether recordings are being classified. */
export function setRunning(running: boolean): void {
  set({ running });
}

/** Notes whether the microphone is recording. */
export function setRecording(recording: boolean): void {
  set({ recording });
}

/** The job whose result is shown. */
export function shownJob({ jobs, shownId }: SessionState): Job | undefined {
  return jobs.find(({ id }) => id === shownId) ?? jobs[0];
}

/** All jobs, as they are now. */
export function presentJobs(): readonly Job[] {
  return get().jobs;
}

/** Whether leaving the page would lose something that cannot be had again without work. */
export function hasSomethingToLose({ running, recording, jobs }: SessionState): boolean {
  return running || recording || jobs.some(({ isRecorded }) => isRecorded === true);
}

/** A job of a recording that waits for its turn. */
export function newJob(recording: NewRecording): Job {
  return { ...recording, id: makeId(), status: 'waiting' };
}

/** A job without its result, so that it waits again. */
export function freshJob({ id, name, recording, isRecorded = false }: Job): Job {
  return { id, name, recording, isRecorded, status: 'waiting' };
}

function makeId(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join('-');
}
