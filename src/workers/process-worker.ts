import type { ChildProcess } from 'node:child_process';
import type { Channel } from './channel.js';
import type { WorkerReply, WorkerRequest } from './codec.js';
import { forkProgram, type ForkOptions, killProgram } from './fork-program.js';
import { RemoteWorker } from './remote-worker.js';
import { WorkerError } from './worker-error.js';

/** How a worker process is started and watched. */
export type ProcessWorkerOptions = ForkOptions & {
  /** Receives what the process writes to stderr. */
  readonly onStderr: (text: string) => void;
};

/**
 * A worker in its own process. Only a process can be ended with everything that it started,
 * whatever state a hostile recording left it in.
 */
export class ProcessWorker extends RemoteWorker {
  readonly #child: ChildProcess;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;

  constructor({ onStderr, ...options }: ProcessWorkerOptions) {
    const child = forkProgram('workers/worker-main', options);
    super(childChannel(child));
    this.#child = child;
    child.stderr?.on('data', (text: Buffer) => {
      onStderr(text.toString().trim());
    });
    child.stderr?.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
      });
      child.once('error', () => {
        resolve();
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** How the process ended: its signal or exit code. */
  get exit(): string | number | undefined {
    return this.#child.signalCode ?? this.#child.exitCode ?? undefined;
  }

  /** Ends the process and its children; when it has ended, pending calls are rejected with the reason. */
  kill(reason: Error): void {
    this.endReason ??= reason;
    killProgram(this.#child);
  }

  override async dispose(): Promise<void> {
    this.kill(new WorkerError('worker-ended', 'The worker was stopped.'));
    await this.ended;
  }
}

function childChannel(child: ChildProcess): Channel<WorkerReply, WorkerRequest> {
  return {
    passesFiles: false,
    post: (message) => {
      // An error is reported by the end of the process.
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onEnd: (listener) => {
      child.once('exit', () => {
        listener();
      });
      child.once('error', listener);
    },
  };
}
