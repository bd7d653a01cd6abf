/**
 * Remembers the result of an asynchronous function, but not its failure: after a rejection the next
 * call tries again.
 *
 * @param work gets a function that forgets the result
 */
export function retryable<Result>(
  work: (forget: () => void) => Promise<Result>,
): () => Promise<Result> {
  let begun: Promise<Result> | undefined;
  const forget = () => {
    begun = undefined;
  };
  return () => {
    begun ??= work(forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    return begun;
  };
}
