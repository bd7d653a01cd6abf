import { type MessagePort, Worker } from 'node:worker_threads';
import { programUrl } from '../package-files.js';
import type { Channel } from './channel.js';
import type { WorkerReply, WorkerRequest } from './codec.js';
import { RemoteWorker } from './remote-worker.js';

/** A worker in its own thread. It computes on that thread, so this thread stays responsive. */
export class ThreadWorker extends RemoteWorker {
  readonly #exited: Promise<void>;

  constructor() {
    const program = programUrl('workers/worker-main');
    // When run from `.ts` sources (tests), the thread needs the loader from NODE_OPTIONS, and a
    // Worker reads NODE_OPTIONS only if `env` is passed explicitly.
    const loader = program.pathname.endsWith('.ts') ? { env: { ...process.env } } : {};
    const thread = new Worker(program, loader);
    super(threadChannel<WorkerReply, WorkerRequest>(thread));
    this.#exited = new Promise((resolve) =>
      thread.once('exit', () => {
        resolve();
      }),
    );
  }

  /**
   * Lets the thread finish its window and end. It is never terminated: ONNX Runtime would abort the
   * whole process if a thread ended in the middle of a run.
   */
  override async dispose(): Promise<void> {
    if (!this.hasEnded) await super.dispose().catch(() => undefined);
    await this.#exited;
  }
}

/** A channel over a thread, or over the port to the parent of a thread. */
export function threadChannel<In, Out>(port: Worker | MessagePort): Channel<In, Out> {
  return {
    // Node cannot clone a `Blob` that is backed by a file.
    passesFiles: false,
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => {
      port.on('message', listener);
    },
    onEnd: (listener) => {
      port.once('error', listener);
      port.once(port instanceof Worker ? 'exit' : 'close', () => {
        listener();
      });
    },
  };
}
