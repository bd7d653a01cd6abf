import { setMaxListeners } from 'node:events';

/** How {@link mapAhead} works. */
export type AheadOptions = {
  /** Items that are begun beside the one whose result is awaited. */
  readonly ahead: number;
  /** Gives the rest up. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Works on items with some of them begun ahead, and gives the results in the order of the items.
 *
 * @param work is told by a signal when its result is not wanted any more: because the signal of the
 *   options says so, another item failed, or nobody asks for more results
 * @throws what `work` throws, after all that was begun has ended
 */
export async function* mapAhead<T, R>(
  items: Iterable<T>,
  { ahead, signal }: AheadOptions,
  work: (item: T, signal: AbortSignal) => Promise<R>,
): AsyncGenerator<R, void> {
  const leaving = new AbortController();
  const signals = signal ? [signal, leaving.signal] : [leaving.signal];
  const left = AbortSignal.any(signals);
  // All that is begun listens; Node would warn of eleven.
  setMaxListeners(0, left);
  const begun: Promise<R>[] = [];
  try {
    for (const item of items) {
      const result = work(item, left);
      // Awaited in its turn; until then its failure must not go unhandled.
      result.catch(() => undefined);
      begun.push(result);
      if (begun.length > ahead) yield* takeFirst(begun);
    }
    while (begun.length > 0) yield* takeFirst(begun);
  } finally {
    leaving.abort();
    await Promise.allSettled(begun);
  }
}

async function* takeFirst<R>(begun: Promise<R>[]): AsyncGenerator<R, void> {
  const result = begun.shift();
  if (result) yield await result;
}
