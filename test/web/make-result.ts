import type { Recognition } from '../../web/src/api/types.ts';
import type { Job } from '../../web/src/state/session-store.ts';

/** A result of a classifier with two classes. */
export function makeResult(change: Partial<Recognition> = {}): Recognition {
  return {
    ...{ file: 'a.wav', model: 'mini', durationSeconds: 2, computeSeconds: 0.1, findings: [] },
    labels: [
      { id: 'hap', en: 'happy', zh: '高兴' },
      { id: 'sad', en: 'sad', zh: '悲伤' },
    ],
    ...{ label: 'sad', index: 1, score: 0.75, probabilities: { hap: 0.25, sad: 0.75 } },
    ...change,
  };
}

/** A recording of the session that waits. */
export function makeJob(change: Partial<Job> = {}): Job {
  return { id: '1', name: 'a.wav', recording: new Blob(['a']), status: 'waiting', ...change };
}
