import type { Clip } from '@engine/evaluation/web.js';
import type { Classified, Recognition } from '../api/types.ts';
import type { Job } from '../state/session-store.ts';

/** A clip with its recording and its result. */
export type Answered = {
  readonly clip: Clip;
  readonly job: Job;
  readonly result: Recognition & Classified;
};
