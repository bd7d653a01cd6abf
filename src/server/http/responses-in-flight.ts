import type { FastifyInstance } from 'fastify';

/** Counts the requests whose response is not complete. */
export class ResponsesInFlight {
  #count = 0;
  readonly #onDrained: (() => void)[] = [];

  constructor(app: FastifyInstance) {
    app.addHook('onRequest', (_request, reply, done) => {
      this.#count++;
      // Emitted after the last byte of the response, and if the connection breaks.
      reply.raw.once('close', () => {
        this.#leave();
      });
      done();
    });
  }

  /** Resolves when every response is complete or its connection is closed. */
  async drained(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#onDrained.push(resolve));
  }

  #leave(): void {
    this.#count--;
    if (this.#count > 0) return;
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }
}
