import { inSpan } from '../../telemetry/index.js';
import { Gate, type Priority } from '../../workers/index.js';
import { ServerError } from '../problem/index.js';
import { type Client, ClientShares } from './client-shares.js';

/** Weight of the newest duration in the running mean. */
const SMOOTHING = 0.2;
/** The longest `Retry-After`, in seconds. */
const MAX_RETRY_SECONDS = 120;
/** The share of the places that one client may hold, so that others always find one. */
const CLIENT_SHARE = 3 / 4;
/** A turn is held after this time if another client waits that had less time, in seconds. */
const SLICE_SECONDS = 2;
/** With many machines, so many recordings of a request are computed beside the first. */
const SHARED_AHEAD = 15;
/** Turns that are held at a time. Each keeps what its recording needs in memory. */
const MAX_HELD = 8;

/** Who holds a place, what ends the waiting, and how much the work matters. */
export type Holder = {
  readonly client: string;
  readonly signal: AbortSignal;
  /** Default: `interactive`. */
  readonly priority?: Priority | undefined;
};

type Waiting = {
  readonly client: Client;
  readonly priority: Priority;
  readonly start: () => void;
};

/** A turn that runs or is held. */
type Turn = {
  readonly client: Client;
  readonly priority: Priority;
  readonly gate: Gate;
  /** When it began, or went on. */
  since: number;
  /** Its place in the line while it is held. */
  waiting?: Waiting | undefined;
};

/**
 * Waits for a turn and then does the work; a rejection of the signal's reason if it is aborted
 * while it waits. While the gate is held, other turns run.
 */
export type TakeTurn = <T>(work: (gate: Gate) => Promise<T>) => Promise<T>;

/**
 * Runs one piece of work at a time. A request holds one place in the queue and takes one turn for
 * each of its recordings, so that requests with many recordings do not hold up the others. The
 * number of places is limited. The next turn goes to the client whose turns took the least time
 * lately, and to an archive only if nobody else waits. A turn that takes long is held at its gate while such a client waits, so that a long
 * recording holds up the others for a moment only.
 *
 * A signal only ends the waiting. Work that runs keeps its turn until it settles, because the
 * process that computes is busy until then. Packages such as p-queue give up the turn at once.
 */
export class JobQueue {
  readonly #capacity: number;
  readonly #sliceMs: number;
  readonly #isShared: boolean;
  readonly #waiting: Waiting[] = [];
  readonly #clients = new ClientShares();
  readonly #onDrained: (() => void)[] = [];
  #places = 0;
  #held = 0;
  #isBusy = false;
  #running: Turn | undefined;
  #meanSeconds = 1;

  /**
   * @param capacity number of places, those of requests that are computed among them
   * @param sliceSeconds how long a turn runs before it may be held
   * @param isShared whether other machines compute, so that every turn begins at once
   */
  constructor(capacity: number, sliceSeconds = SLICE_SECONDS, isShared = false) {
    this.#capacity = capacity;
    this.#sliceMs = sliceSeconds * 1000;
    this.#isShared = isShared;
  }

  /** Recordings of one request that are begun beside the one whose result is awaited. */
  get ahead(): number {
    return this.#isShared ? SHARED_AHEAD : 0;
  }

  /** Number of places that are held. */
  get size(): number {
    return this.#places;
  }

  /**
   * Holds a place while the work runs.
   *
   * @param holder who holds it, and what ends the waiting
   * @param work is given the function that waits for a turn
   * @throws ServerError `queue-full`; what the work throws
   */
  async hold<T>(
    { client: name, signal, priority = 'interactive' }: Holder,
    work: (takeTurn: TakeTurn) => Promise<T>,
  ): Promise<T> {
    this.check(name);
    const client = this.#clients.find(name);
    this.#places++;
    client.places++;
    try {
      return await work(async (turn) => {
        signal.throwIfAborted();
        if (this.#isShared) return await inSpan('queue', () => turn(new Gate()));
        await inSpan('wait', () => this.#waitForTurn(client, priority, signal));
        return await inSpan('compute', () => this.#runTurn(client, priority, turn));
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
    const places = client === undefined ? 0 : this.#clients.placesOf(client);
    const share = Math.ceil(this.#capacity * CLIENT_SHARE);
    if (this.#places >= this.#capacity || places >= share) throw this.#full();
  }

  /** Resolves as soon as no place is held. */
  async drained(): Promise<void> {
    if (this.#places > 0) await new Promise<void>((resolve) => this.#onDrained.push(resolve));
  }

  async #runTurn<T>(
    client: Client,
    priority: Priority,
    work: (gate: Gate) => Promise<T>,
  ): Promise<T> {
    const start = performance.now();
    const turn: Turn = { client, priority, gate: new Gate(), since: start };
    this.#running = turn;
    turn.gate.subscribe((state) => {
      if (state === 'held') this.#onHeld(turn);
    });
    const watch = setInterval(() => {
      this.#considerHolding();
    }, this.#sliceMs).unref();
    try {
      return await work(turn.gate);
    } finally {
      clearInterval(watch);
      const seconds = (performance.now() - start - turn.gate.heldMs) / 1000;
      this.#meanSeconds += SMOOTHING * (seconds - this.#meanSeconds);
      this.#endTurn(turn);
    }
  }

  #endTurn(turn: Turn): void {
    if (turn.waiting) {
      // It ended while it was held, for example because its client left.
      this.#waiting.splice(this.#waiting.indexOf(turn.waiting), 1);
      this.#held--;
      return;
    }
    this.#charge(turn);
    this.#passTurn();
  }

  async #waitForTurn(client: Client, priority: Priority, signal: AbortSignal): Promise<void> {
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
      const waiting = { client, priority, start };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiting);
      this.#considerHolding();
    });
  }

  /** Asks the turn that runs to wait if it ran long and another client had less time. */
  #considerHolding(): void {
    const turn = this.#running;
    if (!turn || this.#held >= MAX_HELD) return;
    const ran = performance.now() - turn.since;
    if (ran < this.#sliceMs) return;
    const used = turn.client.lately + ran / 1000;
    const isOwed = ({ client }: Waiting) => client !== turn.client && client.lately < used;
    if (this.#waiting.some(isOwed)) turn.gate.close();
  }

  /** The work has come to a point where it waits: another turn begins. */
  #onHeld(turn: Turn): void {
    if (this.#running !== turn) return;
    this.#charge(turn);
    const start = () => {
      turn.waiting = undefined;
      turn.since = performance.now();
      this.#held--;
      this.#running = turn;
      turn.gate.open();
    };
    turn.waiting = { client: turn.client, priority: turn.priority, start };
    this.#held++;
    // First among the turns of its client, so that each client has at most one that is held.
    this.#waiting.unshift(turn.waiting);
    this.#passTurn();
  }

  #charge({ client, since }: Turn): void {
    client.charge((performance.now() - since) / 1000);
  }

  #passTurn(): void {
    this.#running = undefined;
    const [first, ...others] = this.#waiting;
    if (!first) {
      this.#isBusy = false;
      return;
    }
    const next = others.reduce((best, each) => (isSooner(each, best) ? each : best), first);
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    next.start();
  }

  #leave(): void {
    this.#places--;
    if (this.#places > 0) return;
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }

  #full(): ServerError {
    const seconds = Math.ceil(this.#meanSeconds * this.#places);
    const retryAfterSeconds = Math.max(1, Math.min(MAX_RETRY_SECONDS, seconds));
    return new ServerError(
      'queue-full',
      `No place of the queue is free for this address; it has ${this.#capacity}. Try again in ${retryAfterSeconds} s.`,
      { retryAfterSeconds },
    );
  }
}

function isSooner(a: Waiting, b: Waiting): boolean {
  if (a.priority !== b.priority) return a.priority === 'interactive';
  return a.client.lately < b.client.lately;
}
