import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ObjectStore } from '../../object-store/index.js';
import {
  findQueues,
  type JobReport,
  modelInNeed,
  type QueueConnection,
  QueueServer,
} from '../../queue/index.js';
import type { ModelShelf } from './model-shelf.js';

/** What serves queues. */
export type QueueServersOptions = {
  readonly connection: QueueConnection;
  readonly store: ObjectStore;
  readonly shelf: ModelShelf;
  readonly concurrency: number;
  readonly log: Logger;
  readonly onEnd: (report: JobReport) => void;
};

/** How often queues that need a worker are looked for, in milliseconds. */
const LOOK_MS = 1000;

/**
 * The queues that a worker serves: those of its models, and others that need a worker as long as its
 * memory permits.
 */
export class QueueServers {
  readonly #options: QueueServersOptions;
  readonly #servers = new Map<string, QueueServer>();
  readonly #refused = new Set<string>();
  readonly #closing = new AbortController();
  #looking: Promise<void> = Promise.resolve();

  constructor(options: QueueServersOptions) {
    this.#options = options;
  }

  /** Jobs that run now. */
  get running(): number {
    return [...this.#servers.values()].reduce((sum, { running }) => sum + running, 0);
  }

  /** Begins to take jobs of a queue. */
  serve(name: string): void {
    const { connection, store, shelf: worker, concurrency, onEnd } = this.#options;
    const options = { connection, store, worker, onEnd };
    // One more than is computed, so that its recording is here when the process is free.
    this.#servers.set(name, new QueueServer(name, { ...options, concurrency: concurrency + 1 }));
  }

  /** Looks for queues that need a worker until `close`. */
  look(): void {
    this.#looking = this.#lookOn();
  }

  /** @param seconds how long jobs that run may finish before they return to their queues */
  async close(seconds: number): Promise<void> {
    this.#closing.abort();
    await this.#looking;
    const servers = [...this.#servers.values()];
    const finished = Promise.all(servers.map((each) => each.close()));
    if (seconds > 0)
      await Promise.race([finished, sleep(seconds * 1000, undefined, { ref: false })]);
    await Promise.all(servers.map((each) => each.handBack()));
  }

  async #lookOn(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#lookOnce().catch((error: unknown) => {
        this.#options.log.warn({ err: error }, 'the queues could not be read; it is tried again');
      });
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #lookOnce(): Promise<void> {
    const { connection, shelf, log } = this.#options;
    for (const name of await findQueues(connection)) {
      if (this.#closing.signal.aborted) return;
      if (this.#servers.has(name)) continue;
      const model = await modelInNeed(connection, name);
      if (!model) continue;
      const closed = shelf.roomFor(model);
      if (closed) {
        for (const other of closed) await this.#stop(other);
        log.info({ model: model.name, queue: name }, 'a model is loaded for a queue');
        this.serve(name);
      } else if (!this.#refused.has(name)) {
        this.#refused.add(name);
        log.warn({ model: model.name, bytes: model.bytes }, 'a model does not fit into --memory');
      }
    }
  }

  async #stop(name: string): Promise<void> {
    const server = this.#servers.get(name);
    this.#servers.delete(name);
    await server?.close();
    await this.#options.shelf.close(name);
    this.#options.log.info({ queue: name }, 'a model was closed to make room for another');
  }
}
