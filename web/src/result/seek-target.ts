const SMALL_SECONDS = 1;
const LARGE_SECONDS = 10;

/** The time to which a key of a slider moves, in seconds; `undefined` for other keys. */
export function seekTarget(key: string, time: number, seconds: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: time - SMALL_SECONDS,
    ArrowDown: time - SMALL_SECONDS,
    ArrowRight: time + SMALL_SECONDS,
    ArrowUp: time + SMALL_SECONDS,
    PageDown: time - LARGE_SECONDS,
    PageUp: time + LARGE_SECONDS,
    Home: 0,
    End: seconds,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.max(0, Math.min(seconds, target));
}
