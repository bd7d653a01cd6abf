/**
 * The strongest normalised correlation of a signal with the past of another one, 0 to 1.
 *
 * @param signal,other `[time]` at one rate
 * @param start,end the part of `signal` that is compared; `start` is at least `mostLag`
 * @param mostLag the largest delay of `signal` behind `other`, in samples
 */
export function strongestCorrelation(
  signal: Float32Array,
  other: Float32Array,
  start: number,
  end: number,
  mostLag: number,
): number {
  let ownEnergy = 0;
  let otherEnergy = 0;
  for (let at = start; at < end; at++) {
    ownEnergy += (signal[at] ?? 0) ** 2;
    otherEnergy += (other[at] ?? 0) ** 2;
  }
  let strongest = 0;
  for (let lag = 0; lag <= mostLag; lag++) {
    if (ownEnergy > 0 && otherEnergy > 0) {
      let product = 0;
      for (let at = start; at < end; at++) product += (signal[at] ?? 0) * (other[at - lag] ?? 0);
      // A leak may have the opposite sign.
      strongest = Math.max(strongest, Math.abs(product) / Math.sqrt(ownEnergy * otherEnergy));
    }
    // The compared part of the other signal moves one sample into the past.
    const enters = other[start - lag - 1] ?? 0;
    const leaves = other[end - lag - 1] ?? 0;
    otherEnergy = Math.max(0, otherEnergy + enters ** 2 - leaves ** 2);
  }
  return Math.min(1, strongest);
}
