import type { Job } from './session-store.ts';

/** Whether a job still has to be computed: it has no result, or one of another model or comparison. */
export function isPending(
  { recording, status, facts }: Job,
  modelId: string,
  comparison = 'none',
): boolean {
  if (!recording) return false;
  if (status !== 'finished' || !facts) return status !== 'finished';
  return facts.modelId !== modelId || (facts.comparison ?? 'none') !== comparison;
}

/** The jobs of a run that are left; the list may have grown since the run began. */
export function waitingJobs(jobs: readonly Job[]): readonly Job[] {
  return jobs.filter(({ status, recording }) => status === 'waiting' && recording !== undefined);
}
