import type { Channel } from './channel.js';
import {
  decodeConversation,
  decodeOptions,
  encodeResult,
  type Method,
  type PostedInput,
  type Returns,
  type WorkerReply,
  type WorkerRequest,
} from './codec.js';
import type { ModelWorker, WorkerInput } from './contract.js';
import { Gate } from './gate.js';
import { PieceQueue } from './piece-queue.js';
import { deserializeError, serializeError } from './serialize-error.js';

type CallRequest = Extract<WorkerRequest, { kind: 'call' }>;

type Running = {
  readonly cancel: AbortController;
  readonly pieces: PieceQueue;
  readonly gate: Gate;
};

/**
 * The far side of a {@link ModelWorker}: performs the calls that arrive on a channel with a worker in
 * this thread.
 *
 * @param onDispose called after the worker was disposed and the reply was posted
 */
export function serveWorker(
  channel: Channel<WorkerRequest, WorkerReply>,
  worker: ModelWorker,
  onDispose: () => void = () => undefined,
): void {
  const running = new Map<number, Running>();
  const perform = async (request: CallRequest): Promise<void> => {
    const { call, method } = request;
    const pull = () => {
      channel.post({ kind: 'pull', call });
    };
    const gate = new Gate();
    gate.subscribe((state) => {
      if (state === 'held') channel.post({ kind: 'event', call, event: { kind: 'held' } });
    });
    const current = { cancel: new AbortController(), pieces: new PieceQueue(pull), gate };
    running.set(call, current);
    try {
      const value = await performCall(request, worker, current, channel);
      channel.post({ kind: 'returned', call, value });
    } catch (error) {
      channel.post({ kind: 'threw', call, error: serializeError(error) });
    } finally {
      running.delete(call);
    }
    if (method === 'dispose') onDispose();
  };
  channel.onMessage((request) => {
    const current = running.get(request.call);
    if (request.kind === 'call') void perform(request);
    else if (request.kind === 'cancel') current?.cancel.abort();
    else if (request.kind === 'gate') setGate(current?.gate, request.isOpen);
    else if (request.kind === 'piece') current?.pieces.push(request.channels);
    else current?.pieces.fail(deserializeError(request.error));
  });
}

function setGate(gate: Gate | undefined, isOpen: boolean): void {
  if (isOpen) gate?.open();
  else gate?.close();
}

async function performCall(
  { call, method, params }: CallRequest,
  worker: ModelWorker,
  { cancel: { signal }, pieces, gate }: Running,
  channel: Channel<WorkerRequest, WorkerReply>,
): Promise<Returns[Method]> {
  const onProgress = (seconds: number) => {
    channel.post({ kind: 'event', call, event: { kind: 'seconds', seconds } });
  };
  switch (method) {
    case 'prepare':
      return await worker.prepare(params.request, {
        signal,
        onStep: (step) => {
          channel.post({ kind: 'event', call, event: { kind: 'step', step } });
        },
      });
    case 'classify':
      channel.post({ kind: 'event', call, event: { kind: 'begun' } });
      return encodeResult(
        await worker.classify(params.model, decodeInput(params.input, pieces), {
          ...decodeOptions(params.options),
          ...{ signal, gate, onProgress },
        }),
      );
    case 'converse':
      channel.post({ kind: 'event', call, event: { kind: 'begun' } });
      return await worker.converse(params.model, decodeInput(params.input, pieces), {
        ...decodeConversation(params.options),
        ...{ signal, gate },
        onEvent: (event) => {
          channel.post({ kind: 'event', call, event: { kind: 'conversation', event } });
        },
      });
    case 'diarizeFrames':
      channel.post({ kind: 'event', call, event: { kind: 'begun' } });
      return await worker.diarizeFrames(params.model, decodeInput(params.input, pieces), {
        ...{ signal, gate },
        onEvent: (event) => {
          channel.post({ kind: 'event', call, event: { kind: 'conversation', event } });
        },
      });
    case 'live':
      return await worker.live(
        params.model,
        { sampleRate: params.sampleRate, pieces },
        {
          ...params.settings,
          signal,
          onEvent: (event) => {
            channel.post({ kind: 'event', call, event: { kind: 'live', event } });
          },
        },
      );
    case 'embedSpeech':
      channel.post({ kind: 'event', call, event: { kind: 'begun' } });
      return await worker.embedSpeech(params.model, decodeInput(params.input, pieces), {
        ...{ signal, gate, onProgress },
      });
    case 'adapt':
      channel.post({ kind: 'event', call, event: { kind: 'begun' } });
      return await worker.adapt(params.model, params.examples, {
        ...{ labels: params.labels, signal, gate },
        onFold: (done, total) => {
          channel.post({ kind: 'event', call, event: { kind: 'fold', done, total } });
        },
      });
    case 'open':
      await worker.open(params.model, params.request);
      return undefined;
    case 'close':
      await worker.close(params.model);
      return undefined;
    case 'dispose':
      await worker.dispose();
      return undefined;
  }
}

function decodeInput(input: PostedInput, pieces: PieceQueue): WorkerInput {
  switch (input.kind) {
    case 'path':
      return input.path;
    case 'file':
      return input.file;
    case 'bytes':
      return new Blob([input.bytes]);
    case 'samples':
      return { sampleRate: input.sampleRate, pieces };
  }
}
