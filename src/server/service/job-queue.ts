import { ServerError } from '../problem/index.js';

/** Weight of the newest duration in the running mean. */
const SMOOTHING = 0.2;
/** The longest `Retry-After`, in seconds. */
const MAX_RETRY_SECONDS = 120;

/** The share of the places that one client may hold, so that others always find one. */
const CLIENT_SHARE = 3 / 4;
/** The turns of a client count half after this time, in seconds. */
const HALF_LIFE_SECONDS = 60;
/** Clients whose turns are remembered. */
const MAX_CLIENTS = 10_000;

/** Who holds places and has had turns. */
type Client = { places: number; seconds: number; at: number };

type Waiting = { readonly client: Client; readonly start: () => void };

/**
 * Waits for a turn and then does the work; a rejection of the signal's reason if it is aborted
 * while it waits.
 */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Runs one piece of work at a time. A request holds one place in the queue and takes one turn for
 * each of its recordings, so that requests with many recordings do not hold up the others. The
 * number of places is limited. The next turn goes to the client whose turns took the least time lately,
 * so that a client with long recordings or many requests holds up the others for one turn only.
 *
 * A signal only ends the waiting. Work that runs keeps its turn until it settles, because the
 * process that computes is busy until then. Packages such as p-queue give up the turn at once.
 */
export class JobQueue {
  readonly #capacity: number;
  readonly #waiting: Waiting[] = [];
  readonly #clients = new Map<string, Client>();
  #held = 0;
  #isBusy = false;
  #meanSeconds = 1;
  readonly #onDrained: (() => void)[] = [];

  /** @param capacity number of places, those of requests that are computed among them */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Number of places that are held. */
  get size(): number {
    return this.#held;
  }

  /**
   * Holds a place while the work runs.
   *
   * @param holder who holds it, and what ends the waiting
   * @param work is given the function that waits for a turn
   * @throws ServerError `queue-full`; what the work throws
   */
  async hold<T>(
    { client: name, signal }: { readonly client: string; readonly signal: AbortSignal },
    work: (takeTurn: TakeTurn) => Promise<T>,
  ): Promise<T> {
    this.check(name);
    const client = this.#client(name);
    this.#held++;
    client.places++;
    try {
      return await work(async (turn) => {
        await this.#waitForTurn(client, signal);
        return await this.#runTurn(client, turn);
      });
    } finally {
      client.places--;
      this.#leave();
    }
  }

  /**
   * @param client default: anybody
   * @throws ServerError `queue-full` if no place is free, or the client holds its share of them
   */
  check(client?: string): void {
    const places = client === undefined ? 0 : (this.#clients.get(client)?.places ?? 0);
    const share = Math.ceil(this.#capacity * CLIENT_SHARE);
    if (this.#held >= this.#capacity || places >= share) throw this.#full();
  }

  /** Resolves as soon as no place is held. */
  async drained(): Promise<void> {
    if (this.#held > 0) await new Promise<void>((resolve) => this.#onDrained.push(resolve));
  }

  async #runTurn<T>(client: Client, turn: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await turn();
    } finally {
      const seconds = (performance.now() - start) / 1000;
      this.#meanSeconds += SMOOTHING * (seconds - this.#meanSeconds);
      client.seconds = lately(client) + seconds;
      client.at = performance.now();
      this.#passTurn();
    }
  }

  async #waitForTurn(client: Client, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#isBusy) {
      this.#isBusy = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const start = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const waiting = { client, start };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #passTurn(): void {
    const [first, ...others] = this.#waiting;
    if (!first) {
      this.#isBusy = false;
      return;
    }
    const isSooner = (a: Waiting, b: Waiting) => lately(a.client) < lately(b.client);
    const next = others.reduce((best, each) => (isSooner(each, best) ? each : best), first);
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    next.start();
  }

  #client(name: string): Client {
    const known = this.#clients.get(name) ?? { places: 0, seconds: 0, at: 0 };
    // Inserted again, so that the first of the map are those that were here least recently.
    this.#clients.delete(name);
    this.#clients.set(name, known);
    for (const [oldest, { places }] of this.#clients) {
      if (this.#clients.size <= MAX_CLIENTS) break;
      if (places === 0) this.#clients.delete(oldest);
    }
    return known;
  }

  #leave(): void {
    this.#held--;
    if (this.#held > 0) return;
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }

  #full(): ServerError {
    const seconds = Math.ceil(this.#meanSeconds * this.#held);
    const retryAfterSeconds = Math.max(1, Math.min(MAX_RETRY_SECONDS, seconds));
    return new ServerError(
      'queue-full',
      `No place of the queue is free for this address; it has ${this.#capacity}. Try again in ${retryAfterSeconds} s.`,
      { retryAfterSeconds },
    );
  }
}

/** The seconds that a client's turns took, the older ones with less weight. */
function lately({ seconds, at }: Client): number {
  return seconds * 2 ** (-(performance.now() - at) / 1000 / HALF_LIFE_SECONDS);
}
