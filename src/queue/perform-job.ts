import type { ObjectStore } from '../object-store/index.js';
import {
  decodeConversation,
  decodeOptions,
  encodeResult,
  type RecordingWorker,
} from '../workers/index.js';
import type { QueuedEvent, QueuedJob, QueuedModel } from './queue-job.js';

/** What computes a job, under which name its model is open, and who hears of it. */
export type PerformOptions = {
  readonly store: ObjectStore;
  readonly worker: RecordingWorker<QueuedModel>;
  readonly model: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: QueuedEvent) => void;
};

/**
 * Computes one job.
 *
 * @returns what can be encoded as exact JSON
 * @throws as the worker and the store; the signal's reason
 */
export async function performJob(job: QueuedJob, options: PerformOptions): Promise<unknown> {
  const { worker, model, store, signal, onEvent } = options;
  const { call, recording, seconds } = job;
  await worker.open(model, job.model);
  if (call.method === 'open') return null;
  const input = await store.get(recording ?? '');
  const limits = { signal, ...(seconds !== undefined && { seconds }) };
  const onProgress = (done: number) => {
    onEvent({ kind: 'seconds', seconds: done });
  };
  switch (call.method) {
    case 'classify': {
      const asked = { ...decodeOptions(call.options), ...limits, onProgress };
      return encodeResult(await worker.classify(model, input, asked));
    }
    case 'embedSpeech':
      return await worker.embedSpeech(model, input, { ...limits, onProgress });
    case 'converse':
      return await worker.converse(model, input, {
        ...decodeConversation(call.options),
        ...limits,
        onEvent: (event) => {
          onEvent({ kind: 'conversation', event });
        },
      });
  }
}
