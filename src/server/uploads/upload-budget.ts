import { ServerError } from '../problem/index.js';

/** The share of the budget that one client may use. */
const CLIENT_SHARE = 1 / 4;

/** A file that is smaller counts as this many bytes, because a disk gives it at least a block. */
const BLOCK_BYTES = 4096;

/** What uploads may use together. */
export type BudgetLimits = { readonly bytes: number; readonly files: number };

/** Why a client cannot send more: its own uploads, or those of all clients. */
type Used = { bytes: number; files: number };

/** Counts what uploads use, of all clients and of each, so that one client cannot take all of it. */
export class UploadBudget {
  readonly #limits: BudgetLimits;
  readonly #clients = new Map<string, Used>();
  readonly #all: Used = { bytes: 0, files: 0 };
  readonly #keptMs: number;

  /** @param keptMs the longest time for which a client's uploads are kept if it does not use them */
  constructor(limits: BudgetLimits, keptMs: number) {
    this.#limits = limits;
    this.#keptMs = keptMs;
  }

  /** Number of uploads. */
  get files(): number {
    return this.#all.files;
  }

  /**
   * Begins an upload.
   *
   * @throws ServerError `uploads-full`
   */
  begin(client: string): Claim {
    const used = this.#clients.get(client) ?? { bytes: 0, files: 0 };
    this.#clients.set(client, used);
    const counters = [this.#all, used];
    for (const each of counters) {
      each.files++;
      each.bytes += BLOCK_BYTES;
    }
    const claim = new Claim(counters, () => {
      this.#check(used);
    });
    claim.onEnd = () => {
      if (used.files === 0) this.#clients.delete(client);
    };
    try {
      this.#check(used);
      return claim;
    } catch (error) {
      claim.end();
      throw error;
    }
  }

  #check(used: Used): void {
    const { bytes, files } = this.#limits;
    const isOver = (each: Used, share: number) =>
      each.bytes > bytes * share || each.files > files * share;
    if (isOver(used, CLIENT_SHARE)) throw this.#full('This address has', this.#keptMs / 1000);
    // Uploads of other requests are deleted as soon as they are classified.
    if (isOver(this.#all, 1)) throw this.#full('All clients together have', SOON_SECONDS);
  }

  #full(who: string, retryAfterSeconds: number): ServerError {
    return new ServerError(
      'uploads-full',
      `${who} too many recordings on the server that are not classified yet. Send fewer at once.`,
      { retryAfterSeconds },
    );
  }
}

/** A client may try again after this time if the budget of all is used up, in seconds. */
const SOON_SECONDS = 30;

/** What one upload uses. */
export class Claim {
  /** Bytes that were added. */
  bytes = 0;
  onEnd: () => void = () => undefined;
  readonly #counters: readonly Used[];
  readonly #check: () => void;
  #isOver = false;

  constructor(counters: readonly Used[], check: () => void) {
    this.#counters = counters;
    this.#check = check;
  }

  /** @throws ServerError `uploads-full` */
  add(bytes: number): void {
    this.bytes += bytes;
    for (const each of this.#counters) each.bytes += bytes;
    this.#check();
  }

  /** Gives everything back; a second call does nothing. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const each of this.#counters) {
      each.files--;
      each.bytes -= this.bytes + BLOCK_BYTES;
    }
    this.onEnd();
  }
}
