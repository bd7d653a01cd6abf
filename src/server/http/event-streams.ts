import { ServerError } from '../problem/index.js';
import { EventStream } from './event-stream.js';

/** The share of a client's connections that may be event streams. */
const SHARE = 1 / 4;

/** The open event streams of a server, which it ends when it stops. */
export class EventStreams {
  readonly #open = new Set<EventStream>();
  readonly #byClient = new Map<string, number>();
  readonly #most: number;

  /** @param connections largest number of connections of a client; 0 for no limit */
  constructor(connections = 0) {
    this.#most = connections === 0 ? Infinity : Math.ceil(connections * SHARE);
  }

  /**
   * @param client who asks for it
   * @param heartbeat is sent every 15 s; default: a comment, which clients ignore
   * @throws ServerError `streams-full` if the client has too many
   */
  open(client: string, heartbeat?: string): EventStream {
    const count = this.#byClient.get(client) ?? 0;
    if (count >= this.#most) throw this.#full();
    this.#byClient.set(client, count + 1);
    const stream = new EventStream(heartbeat);
    this.#open.add(stream);
    stream.onClose(() => {
      this.#open.delete(stream);
      this.#leave(client);
    });
    return stream;
  }

  /** Number of open streams. */
  get size(): number {
    return this.#open.size;
  }

  endAll(): void {
    for (const stream of this.#open) stream.end();
  }

  #leave(client: string): void {
    const left = (this.#byClient.get(client) ?? 1) - 1;
    if (left > 0) this.#byClient.set(client, left);
    else this.#byClient.delete(client);
  }

  #full(): ServerError {
    return new ServerError(
      'streams-full',
      `This address has ${this.#most} event streams open, the largest number. Close one first.`,
      { retryAfterSeconds: 10 },
    );
  }
}
