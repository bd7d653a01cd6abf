import type { FastifyRequest } from 'fastify';
import { ServerError } from '../problem/index.js';
import { clientOf } from './client-address.js';

/** Wrong tokens that a client may send within a window. */
const MAX_WRONG = 20;
/** The window, in milliseconds. */
const WINDOW_MS = 60_000;
/** A client that sent the right token is not shut out for this time: others may share its address. */
const PROVEN_MS = 3600_000;
/** Clients that are remembered; the oldest is forgotten when there is one more. */
const MAX_CLIENTS = 10_000;

type Attempts = { wrong: number; windowEnds: number; provenUntil: number };

/**
 * Counts wrong tokens by client. A client with too many must wait, even with the right token, so that
 * nobody can try tokens one after the other.
 */
export class TokenAttempts {
  readonly #clients = new Map<string, Attempts>();
  readonly #now: () => number;

  /** @param now milliseconds; default: a clock that nobody can set */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Compares the token of a request.
   *
   * @param compare returns `undefined` if the token is wrong
   * @throws ServerError `rate-limited` if the client sent too many wrong tokens
   */
  check<T>(request: Pick<FastifyRequest, 'ip'>, compare: () => T | undefined): T | undefined {
    const now = this.#now();
    const record = this.#record(clientOf(request), now);
    const isBlocked = record.wrong >= MAX_WRONG;
    const found = isBlocked && record.provenUntil <= now ? undefined : compare();
    if (found !== undefined) record.provenUntil = now + PROVEN_MS;
    else if (isBlocked) throw tooMany((record.windowEnds - now) / 1000);
    else record.wrong++;
    return found;
  }

  #record(client: string, now: number): Attempts {
    const known = this.#clients.get(client) ?? { wrong: 0, windowEnds: 0, provenUntil: 0 };
    if (known.windowEnds <= now) {
      known.wrong = 0;
      known.windowEnds = now + WINDOW_MS;
    }
    // Inserted again, so that the first of the map is the one that was used least recently.
    this.#clients.delete(client);
    this.#clients.set(client, known);
    const [oldest] = this.#clients.keys();
    if (this.#clients.size > MAX_CLIENTS && oldest !== undefined) this.#clients.delete(oldest);
    return known;
  }
}

function tooMany(seconds: number): ServerError {
  return new ServerError(
    'rate-limited',
    `This address sent more than ${MAX_WRONG} wrong tokens within a minute. Wait before the next one.`,
    { retryAfterSeconds: Math.max(1, Math.ceil(seconds)) },
  );
}
