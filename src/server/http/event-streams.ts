import { EventStream } from './event-stream.js';

/** The open event streams of a server, which it ends when it stops. */
export class EventStreams {
  readonly #open = new Set<EventStream>();

  /** @param heartbeat is sent every 15 s; default: a comment, which clients ignore */
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

  endAll(): void {
    for (const stream of this.#open) stream.end();
  }
}
