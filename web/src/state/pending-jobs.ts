import type { Job } from './session-store.ts';

/** Whether a job still has to be computed: it has no result, or one of another model. */
export function isPending({ recording, status, facts }: Job, modelId: string): boolean {
  if (!recording) return false;
  return status !== 'finished' || (facts !== undefined && facts.modelId !== modelId);
}

/** The next job of a run; the list may have grown since the run began. */
export function nextJob(jobs: readonly Job[]): Job | undefined {
  return jobs.find(({ status, recording }) => status === 'waiting' && recording !== undefined);
}
