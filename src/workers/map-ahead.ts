import { setMaxListeners } from 'node:events';

/** How {@link mapAhead} works. */
export type AheadOptions = {
  /** Items that are begun beside the one whose result is awaited. */
  readonly ahead: number;
  /** Cancels everything. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Maps items with some of them begun ahead, and yields the results in order. Unlike `pMapIterable`
 * of p-map it cancels what was begun, and waits for it, if one item fails or the caller stops early.
 *
 * @param work gets a signal that is aborted when its result is no longer wanted: the signal of the
 *   options was aborted, another item failed, or the caller left the loop
 * @throws what `work` throws, after everything that was begun has ended
 */
export async function* mapAhead<T, R>(
  items: Iterable<T>,
  { ahead, signal }: AheadOptions,
  work: (item: T, signal: AbortSignal) => Promise<R>,
): AsyncGenerator<R, void> {
  const leaving = new AbortController();
  const signals = signal ? [signal, leaving.signal] : [leaving.signal];
  const cancelled = AbortSignal.any(signals);
  // Every task in flight listens to this signal; without this, Node warns at 11 listeners.
  setMaxListeners(0, cancelled);
  const begun: Promise<R>[] = [];
  try {
    for (const item of items) {
      const result = work(item, cancelled);
      // The result is awaited in its turn; until then its rejection must count as handled.
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
