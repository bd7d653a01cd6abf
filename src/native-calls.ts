/** What is called before and after calls that keep this thread from running JavaScript. */
export type NativeCallWatcher = {
  readonly onEnter: () => void;
  readonly onLeave: () => void;
};

let watcher: NativeCallWatcher | undefined;

/** Sets who is told about the native calls of this thread; a program needs one at most. */
export function watchNativeCalls(watch: NativeCallWatcher | undefined): void {
  watcher = watch;
}

/** Runs a call of the runtime, which computes on this thread until it is done. */
export async function nativeCall<T>(call: () => Promise<T>): Promise<T> {
  // The same watcher is told about both ends.
  const watch = watcher;
  watch?.onEnter();
  try {
    return await call();
  } finally {
    watch?.onLeave();
  }
}
