import { create } from 'zustand';
import type { Problem, Recognition } from '../api/types.ts';

/** How far the judgement of a recording is. */
export type JobStatus = 'waiting' | 'running' | 'finished' | 'failed';

/** A recording of this session and what is known about it. */
export type Job = {
  readonly id: string;
  readonly name: string;
  readonly recording: Blob;
  readonly status: JobStatus;
  readonly result?: Recognition;
  readonly problem?: Problem;
};

type SessionState = {
  readonly jobs: readonly Job[];
  /** The job whose result is shown. */
  readonly shownId: string | undefined;
  /** Whether recordings are being judged. */
  readonly running: boolean;
};

/** The recordings of this session. */
export const useSession = create<SessionState>(() => ({
  jobs: [],
  shownId: undefined,
  running: false,
}));

const { setState: set, getState: get } = useSession;

/** Adds recordings to be judged. */
export function addRecordings(recordings: readonly { name: string; recording: Blob }[]): void {
  const added = recordings.map(({ name, recording }) => ({
    id: crypto.getRandomValues(new Uint32Array(2)).join('-'),
    name,
    recording,
    status: 'waiting' as const,
  }));
  set(({ jobs }) => ({ jobs: [...jobs, ...added], shownId: added[0]?.id }));
}

/** Changes what is known about a job. */
export function updateJob(id: string, change: Partial<Omit<Job, 'id'>>): void {
  set(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, ...change } : job)) }));
}

/** Takes every result back, so that all recordings wait again. */
export function resetJobs(): void {
  set(({ jobs }) => ({
    jobs: jobs.map(({ id, name, recording }) => ({ id, name, recording, status: 'waiting' })),
  }));
}

/** Forgets one recording. */
export function removeJob(id: string): void {
  set(({ jobs, shownId }) => {
    const left = jobs.filter((job) => job.id !== id);
    return { jobs: left, shownId: shownId === id ? left[0]?.id : shownId };
  });
}

/** Forgets all recordings. */
export function clearJobs(): void {
  set({ jobs: [], shownId: undefined });
}

/** Shows the result of a job. */
export function showJob(shownId: string): void {
  set({ shownId });
}

/** Says whether recordings are being judged. */
export function setRunning(running: boolean): void {
  set({ running });
}

/** The job whose result is shown. */
export function shownJob({ jobs, shownId }: SessionState): Job | undefined {
  return jobs.find(({ id }) => id === shownId) ?? jobs[0];
}

/** All jobs, as they are now. */
export function presentJobs(): readonly Job[] {
  return get().jobs;
}
