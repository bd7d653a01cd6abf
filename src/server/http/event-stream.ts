import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Interval of the heartbeat: many proxies close a connection that is silent for a minute. */
const HEARTBEAT_MS = 15_000;

/** A stream is ended if its client has left so many bytes unread: it sleeps, or reads nothing. */
const MAX_UNREAD_BYTES = 1_000_000;

type Message = { readonly data: unknown; readonly event: string | undefined };

/**
 * A stream of server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * There are two kinds of messages. `send` is for messages that must all arrive. `sendLatest` is for
 * states: if the client reads slowly, a newer state replaces the one that waits, so that the
 * memory for a stalled client is bounded.
 */
export class EventStream {
  readonly #body = new PassThrough();
  readonly #timer: NodeJS.Timeout;
  /** The newest state of each key that the client has not read. */
  readonly #waiting = new Map<string, Message>();

  /** @param heartbeat is sent every 15 s; default: a comment, which clients ignore */
  constructor(heartbeat = ': alive\n\n') {
    this.#timer = setInterval(() => {
      if (!this.#body.writableNeedDrain) this.#write(heartbeat);
    }, HEARTBEAT_MS);
    this.#timer.unref();
    this.#body.on('drain', () => {
      this.#sendWaiting();
    });
    this.#body.once('close', () => {
      clearInterval(this.#timer);
      this.#waiting.clear();
    });
  }

  /** The listener is called once, after either side has ended the stream. */
  onClose(listener: () => void): void {
    this.#body.once('close', listener);
  }

  /** Sends one event, after the states that wait. It does nothing after the end of the stream. */
  send(data: unknown, event?: string): void {
    for (const message of this.#waiting.values()) this.#write(format(message));
    this.#waiting.clear();
    this.#write(format({ data, event }));
  }

  /**
   * Sends a state as one event. While the client does not read, only the newest state of a key
   * waits. It does nothing after the end of the stream.
   */
  sendLatest(key: string, data: unknown, event?: string): void {
    const message = { data, event };
    if (this.#body.writableNeedDrain) this.#waiting.set(key, message);
    else this.#write(format(message));
  }

  /** Ends the stream. States that wait are sent first. */
  end(): void {
    for (const message of this.#waiting.values()) this.#write(format(message));
    this.#waiting.clear();
    this.#body.end();
  }

  /** Sends this stream as the response. */
  sendTo(reply: FastifyReply): FastifyReply {
    return reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-cache, no-transform')
      .header('x-accel-buffering', 'no')
      .send(this.#body);
  }

  #sendWaiting(): void {
    for (const [key, message] of this.#waiting) {
      if (this.#body.writableNeedDrain) return;
      this.#waiting.delete(key);
      this.#write(format(message));
    }
  }

  #write(block: string): void {
    if (!this.#body.writable) return;
    this.#body.write(block);
    const unread = this.#body.writableLength + this.#body.readableLength;
    if (unread > MAX_UNREAD_BYTES) this.#body.destroy();
  }
}

function format({ data, event }: Message): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}
