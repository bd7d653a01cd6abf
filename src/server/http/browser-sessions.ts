import { createHash, randomBytes } from 'node:crypto';
import type { Role } from './route-access.js';

/** A browser stays signed in for this time, in seconds: a week. */
const AGE_SECONDS = 7 * 24 * 3600;
/** Largest number of sessions; the oldest ends when one more begins. */
const MAX_SESSIONS = 10_000;

type Session = { readonly role: Role; readonly endsAt: number };

/**
 * The browsers that are signed in. A browser's cookie contains a random value instead of the token: it
 * ends by itself, can be ended, and is worth nothing to another server. Only hashes are kept here.
 */
export class BrowserSessions {
  readonly #sessions = new Map<string, Session>();
  readonly #now: () => number;

  /** @param now milliseconds; default: a clock that nobody can set */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Begins a session and returns the value of its cookie and its age in seconds. */
  begin(role: Role): { readonly value: string; readonly ageSeconds: number } {
    const value = randomBytes(32).toString('base64url');
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size < MAX_SESSIONS) break;
      this.#sessions.delete(oldest);
    }
    this.#sessions.set(hashOf(value), { role, endsAt: this.#now() + AGE_SECONDS * 1000 });
    return { value, ageSeconds: AGE_SECONDS };
  }

  /** The role of a session; `undefined` if there is none with this value, or it has ended. */
  roleOf(value: string): Role | undefined {
    const session = this.#sessions.get(hashOf(value));
    if (!session) return undefined;
    if (session.endsAt > this.#now()) return session.role;
    this.end(value);
    return undefined;
  }

  /** Ends a session. */
  end(value: string): void {
    this.#sessions.delete(hashOf(value));
  }
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('base64');
}
