import type { TraceContext } from '../telemetry/index.js';
import type {
  PostedConversation,
  PostedOptions,
  PreparedModel,
  WorkerEvent,
} from '../workers/index.js';

/** A model as jobs name it: what another machine needs to have the same one. */
export type QueuedModel = Pick<
  PreparedModel,
  'name' | 'bytes' | 'minimumSamples' | 'source' | 'digest'
>;

/** What a worker computes. `open` only asks that a worker has the model. */
export type QueuedCall =
  | { readonly method: 'open' }
  | { readonly method: 'classify'; readonly options: PostedOptions }
  | { readonly method: 'embedSpeech' }
  | { readonly method: 'converse'; readonly options: PostedConversation }
  /** Its examples are in the store in place of a recording, as exact JSON. */
  | { readonly method: 'adapt'; readonly labels: readonly string[] };

/** The data of a job, before it is encoded as exact JSON. */
export type QueuedJob = {
  readonly call: QueuedCall;
  readonly model: QueuedModel;
  /** Key of the recording in the store; absent if the call has none. */
  readonly recording?: string;
  /** Time limit for computing, in seconds. */
  readonly seconds?: number;
  /** Nobody waits for the result after this time, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** Whether its client has left. A worker that lost the job did not hear that, and the next one finds no recording. */
  readonly isCancelled?: boolean;
  /** Where the request is in its trace; empty without traces. */
  readonly trace: TraceContext;
};

/** What a job returns: its value, the key of a value that is too large for Redis, or nothing. */
export type QueuedReturn =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'stored'; readonly key: string }
  | { readonly kind: 'cancelled' };

/** What a job reports while it runs. */
export type QueuedEvent = Extract<
  WorkerEvent,
  { kind: 'begun' | 'seconds' | 'conversation' | 'fold' }
>;

/** Before the names of all keys in Redis. */
export const PREFIX = 'wav2emo';

/** The name of the event that asks a worker to stop a job. */
export const CANCEL = 'cancel';

/**
 * The name of the stream of these events. The queue's own stream would bring every worker the results of
 * all others, which it would have to read only to leave them aside.
 */
export function cancelsOf(queue: string): string {
  return `${queue}-cancel`;
}

/** The queue of a model. Bundles with the same files share one, whatever their folders are called. */
export function queueNameOf({ name, digest }: Pick<QueuedModel, 'name' | 'digest'>): string {
  const readable = name.replace(/[^\w.-]+/g, '-').slice(0, 60);
  return `${readable}-${digest.slice(0, 16)}`;
}
