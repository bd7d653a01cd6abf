/** The turns of a client count half after this time, in seconds. */
const HALF_LIFE_SECONDS = 60;
/** Clients whose turns are remembered. */
const MAX_CLIENTS = 10_000;

/** Who holds places in a queue and has had turns. */
export class Client {
  /** Places that it holds. */
  places = 0;
  #seconds = 0;
  #at = 0;

  /** The seconds that its turns took, the older ones with less weight. */
  get lately(): number {
    return this.#seconds * 2 ** (-(performance.now() - this.#at) / 1000 / HALF_LIFE_SECONDS);
  }

  /** Adds the time of a turn. */
  charge(seconds: number): void {
    this.#seconds = this.lately + seconds;
    this.#at = performance.now();
  }
}

/** The clients of a queue by name, and how much each of them uses. */
export class ClientShares {
  readonly #clients = new Map<string, Client>();

  /** The places that a client holds. */
  placesOf(name: string): number {
    return this.#clients.get(name)?.places ?? 0;
  }

  /** Finds a client, or adds it. Those that were here least recently are forgotten. */
  find(name: string): Client {
    const known = this.#clients.get(name) ?? new Client();
    // Inserted again, so that the first of the map are those that were here least recently.
    this.#clients.delete(name);
    this.#clients.set(name, known);
    for (const [oldest, { places }] of this.#clients) {
      if (this.#clients.size <= MAX_CLIENTS) break;
      if (places === 0) this.#clients.delete(oldest);
    }
    return known;
  }
}
