/**
 * Median and quartiles of numbers, interpolated linearly.
 *
 * @param {readonly number[]} values
 * @returns {{ median: number, lower: number, upper: number, runs: number }}
 */
export function summarise(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => quantile(sorted, share);
  return { median: at(0.5), lower: at(0.25), upper: at(0.75), runs: sorted.length };
}

function quantile(sorted, share) {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (place - Math.floor(place)) * (above - below);
}
