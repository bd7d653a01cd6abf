import type { Adaptation, AnsweredExample } from '../adaptation/index.js';
import type { Bundle } from '../bundles/index.js';
import type { LabelledSpan, LiveOptions, LiveSummary } from '../conversation/index.js';
import type { RecordingResult, SampleStream, VoicePart } from '../inference/index.js';
import type { Channel } from './channel.js';
import {
  type Calls,
  decodeResult,
  encodeConversation,
  encodeInput,
  encodeOptions,
  type Method,
  type PostedInput,
  type Returns,
  type WorkerEvent,
  type WorkerReply,
  type WorkerRequest,
} from './codec.js';
import type {
  ModelWorker,
  OpenRequest,
  PrepareOptions,
  PrepareRequest,
  WorkerAdaptOptions,
  WorkerClassifyOptions,
  WorkerConverseOptions,
  WorkerDiarizeOptions,
  WorkerEmbedOptions,
  WorkerInput,
} from './contract.js';
import type { ConversedRecording } from './converse.js';
import type { Gate } from './gate.js';
import { deserializeError, serializeError } from './serialize-error.js';
import { WorkerError } from './worker-error.js';

type Pieces = AsyncIterator<readonly Float32Array[]>;

type Pending = {
  readonly resolve: (value: Returns[Method]) => void;
  readonly reject: (error: unknown) => void;
  readonly onEvent?: ((event: WorkerEvent) => void) | undefined;
  readonly pieces?: Pieces | undefined;
  readonly gate?: Gate | undefined;
};

type CallOptions = Pick<Pending, 'onEvent' | 'pieces' | 'gate'> & {
  readonly signal?: AbortSignal | undefined;
};

/** The near side of a worker that runs elsewhere: posts calls and settles them by the replies. */
export class RemoteWorker implements ModelWorker {
  readonly #channel: Channel<WorkerReply, WorkerRequest>;
  readonly #pending = new Map<number, Pending>();
  #calls = 0;
  #endedBy: Error | undefined;
  /** What pending calls are rejected with when the worker ends; by default a WorkerError. */
  protected endReason: Error | undefined;

  constructor(channel: Channel<WorkerReply, WorkerRequest>) {
    this.#channel = channel;
    channel.onMessage((reply) => {
      this.#receive(reply);
    });
    channel.onEnd((cause) => {
      this.#fail(this.endReason ?? workerEnded(cause));
    });
  }

  /** Whether the worker has ended; calls are rejected then. */
  get hasEnded(): boolean {
    return this.#endedBy !== undefined;
  }

  prepare(request: PrepareRequest, { signal, onStep }: PrepareOptions = {}): Promise<Bundle> {
    const onEvent = (event: WorkerEvent) => {
      if (event.kind === 'step') onStep?.(event.step);
    };
    return this.#call('prepare', { request }, { signal, onEvent });
  }

  async open(model: string, request: OpenRequest): Promise<void> {
    await this.#call('open', { model, request });
  }

  async classify(
    model: string,
    input: WorkerInput,
    options: WorkerClassifyOptions = {},
  ): Promise<RecordingResult> {
    const posted = encodeOptions(options);
    return decodeResult(
      await this.#post('classify', input, options, (input) => ({ model, input, options: posted })),
    );
  }

  async embedSpeech(
    model: string,
    input: WorkerInput,
    options: WorkerEmbedOptions = {},
  ): Promise<VoicePart[]> {
    return await this.#post('embedSpeech', input, options, (input) => ({ model, input }));
  }

  async converse(
    model: string,
    input: WorkerInput,
    options: WorkerConverseOptions = {},
  ): Promise<ConversedRecording> {
    const posted = encodeConversation(options);
    return await this.#post('converse', input, options, (input) => ({
      ...{ model, input },
      options: posted,
    }));
  }

  async diarizeFrames(
    model: string,
    input: WorkerInput,
    options: WorkerDiarizeOptions = {},
  ): Promise<readonly LabelledSpan[]> {
    return await this.#post('diarizeFrames', input, options, (input) => ({ model, input }));
  }

  async live(
    model: string,
    { sampleRate, pieces: stream }: SampleStream,
    { onEvent: onLiveEvent, signal, ...settings }: LiveOptions,
  ): Promise<LiveSummary> {
    const onEvent = (event: WorkerEvent) => {
      if (event.kind === 'live') onLiveEvent(event.event);
    };
    const pieces = stream[Symbol.asyncIterator]();
    try {
      return await this.#call('live', { model, sampleRate, settings }, { signal, onEvent, pieces });
    } finally {
      await pieces.return?.();
    }
  }

  async adapt(
    model: string,
    examples: readonly AnsweredExample[],
    { labels, onFold, onBegin, gate, signal }: WorkerAdaptOptions,
  ): Promise<Adaptation> {
    const onEvent = (event: WorkerEvent) => {
      if (event.kind === 'begun') onBegin?.();
      else if (event.kind === 'held') gate?.hold();
      else if (event.kind === 'fold') onFold?.(event.done, event.total);
    };
    return await this.#call('adapt', { model, examples, labels }, { signal, gate, onEvent });
  }

  async close(model: string): Promise<void> {
    await this.#call('close', { model });
  }

  async dispose(): Promise<void> {
    await this.#call('dispose', {});
  }

  /** Posts a call with a recording, whose pieces are pulled if it is a stream. */
  async #post<M extends 'classify' | 'embedSpeech' | 'converse' | 'diarizeFrames'>(
    method: M,
    input: WorkerInput,
    options: WorkerEmbedOptions | WorkerConverseOptions | WorkerDiarizeOptions,
    params: (input: PostedInput) => Calls[M],
  ): Promise<Returns[M]> {
    const onEvent = (event: WorkerEvent) => {
      if (event.kind === 'begun') options.onBegin?.();
      else if (event.kind === 'held') options.gate?.hold();
      else if (event.kind === 'seconds' && 'onProgress' in options)
        options.onProgress?.(event.seconds);
      else if (event.kind === 'conversation' && 'onEvent' in options)
        options.onEvent?.(event.event);
    };
    const isStream = typeof input !== 'string' && !(input instanceof Blob);
    const pieces = isStream ? input.pieces[Symbol.asyncIterator]() : undefined;
    try {
      const posted = await encodeInput(input, this.#channel.passesFiles);
      return await this.#call(method, params(posted), {
        ...{ signal: options.signal, gate: options.gate, onEvent, pieces },
      });
    } finally {
      await pieces?.return?.();
    }
  }

  /** Rejects everything that is pending, and every later call. */
  #fail(reason: Error): void {
    this.#endedBy ??= reason;
    for (const { reject, gate } of this.#pending.values())
      reject(gate?.state === 'held' ? endedWhileHeld(this.#endedBy) : this.#endedBy);
    this.#pending.clear();
  }

  /** Aborting the signal cancels the call; it settles when the worker has stopped computing it. */
  async #call<M extends Method>(
    method: M,
    params: Calls[M],
    { signal, ...events }: CallOptions = {},
  ): Promise<Returns[M]> {
    signal?.throwIfAborted();
    if (this.#endedBy) throw this.#endedBy;
    const call = ++this.#calls;
    const cancel = () => {
      this.#channel.post({ kind: 'cancel', call });
    };
    signal?.addEventListener('abort', cancel, { once: true });
    const leaveGate = events.gate?.subscribe((state) => {
      if (state !== 'held') this.#postGate(call, state);
    });
    try {
      const value = await new Promise<Returns[Method]>((resolve, reject) => {
        this.#pending.set(call, { resolve, reject, ...events });
        this.#channel.post({ kind: 'call', call, method, params } as WorkerRequest);
        if (events.gate?.state === 'closing') this.#postGate(call, 'closing');
      });
      return value as Returns[M];
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      leaveGate?.();
      this.#pending.delete(call);
    }
  }

  #postGate(call: number, state: 'open' | 'closing'): void {
    this.#channel.post({ kind: 'gate', call, isOpen: state === 'open' });
  }

  #receive(reply: WorkerReply): void {
    const pending = this.#pending.get(reply.call);
    if (!pending) return;
    if (reply.kind === 'returned') pending.resolve(reply.value);
    else if (reply.kind === 'threw') pending.reject(deserializeError(reply.error));
    else if (reply.kind === 'event') pending.onEvent?.(reply.event);
    else if (pending.pieces) void this.#postPiece(reply.call, pending.pieces);
  }

  async #postPiece(call: number, pieces: Pieces): Promise<void> {
    try {
      const next = await pieces.next();
      this.#channel.post({ kind: 'piece', call, ...(!next.done && { channels: next.value }) });
    } catch (error) {
      this.#channel.post({ kind: 'piece-failed', call, error: serializeError(error) });
    }
  }
}

/** The call did nothing when the worker ended, so that it can be computed by another worker. */
function endedWhileHeld(cause: unknown): WorkerError {
  return new WorkerError(
    'worker-ended-while-held',
    'The worker ended while this recording waited for its turn. Send it again.',
    { cause },
  );
}

function workerEnded(cause: unknown): WorkerError {
  return new WorkerError(
    'worker-ended',
    'The worker that computed this recording ended unexpectedly. If the recording does it again, convert it to WAV.',
    { cause },
  );
}
