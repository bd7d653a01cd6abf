let last: Promise<unknown> = Promise.resolve();

/**
 * Makes calls of `onnxruntime-web` one after the other. It keeps the arguments of a call on a stack that all
 * sessions share, also while it waits: of two calls at once, one would overwrite the other's.
 */
export function oneAtATime<T>(call: () => Promise<T>): Promise<T> {
  const result = last.then(call);
  last = result.catch(() => undefined);
  return result;
}
