import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** How often a quiet stream shows that it lives; proxies give up after a minute. In milliseconds. */
const HEARTBEAT_MS = 15_000;

/** A stream of server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class EventStream {
  readonly #body = new PassThrough();
  readonly #timer: NodeJS.Timeout;

  /** @param heartbeat what to send every 15 s; a comment by default, which clients ignore */
  constructor(heartbeat = ': alive\n\n') {
    this.#timer = setInterval(() => this.#body.write(heartbeat), HEARTBEAT_MS);
    this.#timer.unref();
    this.#body.once('close', () => {
      clearInterval(this.#timer);
    });
  }

  /** Called once, when either side has ended the stream. */
  onClose(listener: () => void): void {
    this.#body.once('close', listener);
  }

  /** Sends one event; after the end nothing happens. */
  send(data: unknown, event?: string): void {
    const name = event === undefined ? '' : `event: ${event}\n`;
    this.sendRaw(`${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  }

  /** Sends a block as it is. */
  sendRaw(block: string): void {
    if (this.#body.writable) this.#body.write(block);
  }

  /** Ends the stream. */
  end(): void {
    this.#body.end();
  }

  /** Makes this the body of an answer. */
  answer(reply: FastifyReply): FastifyReply {
    return reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-cache, no-transform')
      .header('x-accel-buffering', 'no')
      .send(this.#body);
  }
}

/** The open streams of a server, which its end must end. */
export class EventStreams {
  readonly #open = new Set<EventStream>();

  /** Opens a stream as the answer of a request. */
  open(heartbeat?: string): EventStream {
    const stream = new EventStream(heartbeat);
    this.#open.add(stream);
    stream.onClose(() => this.#open.delete(stream));
    return stream;
  }

  /** Number of open streams. */
  get size(): number {
    return this.#open.size;
  }

  /** Ends them all. */
  endAll(): void {
    for (const stream of this.#open) stream.end();
  }
}
