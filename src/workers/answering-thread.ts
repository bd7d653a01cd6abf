import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type Answer, type AnswerOptions } from '../inference/index.js';
import type { AudioFile } from '../bundles/index.js';
import { programUrl } from '../package-files.js';
import { fromFailure } from './failure.js';
import type { ThreadData, ThreadReply, ThreadRequest } from './messages.js';

/** A thread with a model of its own. It answers on one recording at a time. */
export class AnsweringThread {
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #hasEnded = false;
  /** What hears the next reply, and that there will be none. */
  #listen: (reply: ThreadReply) => void = () => undefined;
  #fail: (reason: unknown) => void = () => undefined;

  private constructor(data: ThreadData) {
    const program = programUrl('workers/thread-main');
    // Sources need a loader, which tests name in NODE_OPTIONS: a thread reads it from an environment of its own only.
    const loader = program.pathname.endsWith('.ts') ? { env: { ...process.env } } : {};
    this.#worker = new Worker(program, { workerData: data, ...loader });
    this.#worker.on('message', (reply: ThreadReply) => {
      this.#listen(reply);
    });
    this.#worker.once('error', (cause) => {
      this.#end(cause);
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#end();
        resolve();
      });
    });
  }

  /** Starts a thread, and loads the model in it. @throws as `openBundle` */
  static async open(data: ThreadData): Promise<AnsweringThread> {
    const thread = new AnsweringThread(data);
    try {
      await thread.#nextReply();
      return thread;
    } catch (error) {
      await thread.end();
      throw error;
    }
  }

  /** Whether it can answer no more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Answers on a recording; aborting the signal ends the thread after the window that it computes. */
  async answer(file: AudioFile, options: AnswerOptions): Promise<Answer> {
    const { voiceActivity = true, signal, onProgress } = options;
    signal?.throwIfAborted();
    const interrupt = () => {
      this.#fail(signal?.reason);
      this.#hasEnded = true;
      this.#tell({ kind: 'end' });
    };
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      const replied = this.#nextReply(onProgress);
      // A URL cannot be told to a thread.
      const told = file instanceof URL ? fileURLToPath(file) : file;
      this.#tell({ kind: 'answer', file: told, voiceActivity });
      const reply = await replied;
      if (reply.kind === 'answer') return reply.answer;
      throw new TypeError(`The thread replied "${reply.kind}", expected an answer.`);
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  }

  /** Ends the thread. It is never cut off: the runtime would take the whole process down with it. */
  async end(): Promise<void> {
    this.#tell({ kind: 'end' });
    await this.#exited;
  }

  #tell(request: ThreadRequest): void {
    this.#worker.postMessage(request);
  }

  /** What it says next, apart from how far it is. @throws what it says went wrong */
  #nextReply(onProgress?: (seconds: number) => void): Promise<ThreadReply> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#listen = (reply) => {
        if (reply.kind === 'progress') onProgress?.(reply.seconds);
        else if (reply.kind === 'failure') reject(fromFailure(reply));
        else resolve(reply);
      };
    });
  }

  #end(cause?: unknown): void {
    this.#hasEnded = true;
    const words =
      'The thread that answered on this recording ended unexpectedly. If the recording does it again, convert it to WAV.';
    this.#fail(new Error(words, { cause }));
  }
}
