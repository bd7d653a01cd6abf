/** Rounds a time in seconds to whole milliseconds; the frames of a model are coarser. */
export function toMilliseconds(seconds: number): number {
  return Number(seconds.toFixed(3));
}
