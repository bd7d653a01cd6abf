import type { FastifyInstance } from 'fastify';

/** Counts the requests that have no complete answer yet. */
export class ResponsesInFlight {
  #count = 0;
  #waiting: (() => void)[] = [];

  constructor(app: FastifyInstance) {
    app.addHook('onRequest', (_request, reply, done) => {
      this.#count++;
      // Comes after the answer as well as after a connection that broke.
      reply.raw.once('close', () => {
        this.#leave();
      });
      done();
    });
  }

  /** Resolves when every request has been answered or given up. */
  async drained(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    this.#count--;
    if (this.#count > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
