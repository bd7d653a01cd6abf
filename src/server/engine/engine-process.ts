import type { ChildProcess } from 'node:child_process';
import { RemoteError } from '../problem/index.js';
import { ServerError } from '../problem/index.js';
import { forkProgram, type ForkOptions, killProgram } from './fork-program.js';
import type { EngineReply, EngineRequest, RecordingAnswer } from './messages.js';

/** A request without its number. */
type Unnumbered<T> = T extends { readonly call: number } ? Omit<T, 'call'> : never;

type Pending = {
  readonly resolve: (answer: RecordingAnswer | undefined) => void;
  readonly reject: (error: Error) => void;
};

/** Lines that the process writes on stderr, where nobody asked for them. */
export type OnComplaint = (text: string) => void;

/** One life of the process that computes: calls out, replies in, until it ends. */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #calls = 0;
  #reason: ServerError | undefined;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  /** Whether the process has ended. */
  hasEnded = false;

  constructor(options: ForkOptions, onComplaint: OnComplaint) {
    this.#child = forkProgram('server/engine/engine-main', options);
    this.#child.on('message', (reply: EngineReply) => {
      this.#settle(reply);
    });
    this.#child.stderr?.on('data', (text: Buffer) => {
      onComplaint(text.toString().trim());
    });
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.hasEnded = true;
        this.#fail();
        resolve();
      };
      this.#child.once('exit', end);
      this.#child.once('error', end);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks for something; aborting the signal asks the process to stop it. */
  async call(
    request: Unnumbered<Exclude<EngineRequest, { kind: 'cancel' }>>,
    signal?: AbortSignal,
  ): Promise<RecordingAnswer | undefined> {
    const call = ++this.#calls;
    const cancel = () => {
      this.#send({ kind: 'cancel', call });
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(call, { resolve, reject });
        this.#send({ ...request, call });
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#pending.delete(call);
    }
  }

  /** Ends the process at once; what was asked of it fails with this reason. */
  kill(reason: ServerError): void {
    this.#reason ??= reason;
    killProgram(this.#child);
  }

  #send(request: EngineRequest): void {
    if (this.#child.connected) this.#child.send(request, () => undefined);
    else this.#pending.get(request.call)?.reject(this.#failure());
  }

  #settle(reply: EngineReply): void {
    const pending = this.#pending.get(reply.call);
    if (reply.kind === 'failed') pending?.reject(new RemoteError(reply.failure));
    else pending?.resolve(reply.answer);
  }

  #fail(): void {
    for (const { reject } of this.#pending.values()) reject(this.#failure());
  }

  #failure(): ServerError {
    const { exitCode, signalCode } = this.#child;
    return (
      this.#reason ??
      new ServerError(
        'engine-failed',
        `The process that computes ended unexpectedly (${signalCode ?? exitCode ?? 'not started'}) and was started again. If the same recording does it again, the recording is to blame: convert it to WAV.`,
      )
    );
  }
}
