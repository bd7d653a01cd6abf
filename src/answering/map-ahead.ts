/**
 * Works on items with some of them begun ahead, and gives the results in the order of the items.
 *
 * @param ahead items that are begun beside the one whose result is awaited
 * @throws what `work` throws, after all that was begun has ended
 */
export async function* mapAhead<T, R>(
  items: Iterable<T>,
  ahead: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void> {
  const begun: Promise<R>[] = [];
  try {
    for (const item of items) {
      const result = work(item);
      // Awaited in its turn; until then its failure must not go unhandled.
      result.catch(() => undefined);
      begun.push(result);
      if (begun.length > ahead) yield* takeFirst(begun);
    }
    while (begun.length > 0) yield* takeFirst(begun);
  } finally {
    await Promise.allSettled(begun);
  }
}

async function* takeFirst<R>(begun: Promise<R>[]): AsyncGenerator<R, void> {
  const result = begun.shift();
  if (result) yield await result;
}
