import type { AnsweredExample } from '../adaptation/index.js';
import type { ObjectStore } from '../object-store/index.js';
import {
  decodeConversation,
  decodeOptions,
  encodeResult,
  type RecordingWorker,
} from '../workers/index.js';
import { inSpan } from '../telemetry/index.js';
import { fromExactJson } from './exact-json.js';
import type { QueuedCall, QueuedEvent, QueuedJob, QueuedModel } from './queue-job.js';

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
  const { worker, model, store } = options;
  const { call, recording } = job;
  await worker.open(model, job.model);
  if (call.method === 'open') return null;
  const input = await inSpan('fetch', () => store.get(recording ?? ''));
  return await inSpan('compute', () => compute({ ...job, call }, input, options));
}

type ComputedJob = QueuedJob & { readonly call: Exclude<QueuedCall, { method: 'open' }> };

async function compute(
  { call, seconds }: ComputedJob,
  input: Blob,
  { worker, model, signal, onEvent }: PerformOptions,
): Promise<unknown> {
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
    case 'adapt': {
      const examples = fromExactJson(JSON.parse(await input.text())) as AnsweredExample[];
      const onFold = (done: number, total: number) => {
        onEvent({ kind: 'fold', done, total });
      };
      return await worker.adapt(model, examples, { labels: call.labels, onFold, ...limits });
    }
  }
}
