/** A single sample may reach full scale; a run of this many was clipped. */
const CLIPPED_RUN = 3;

/** Samples beyond the first are at full scale; equal samples beyond the second are a flat top. */
const FULL_SCALE = 0.9999;
const NEAR_FULL_SCALE = 0.98;

/** Neighbouring samples that differ by at most two 16-bit steps count as flat. */
const FLAT = 2 ** -14;

/** Counts the clipped samples of one channel: those in a flat run at or near full scale. */
export class Clipping {
  /** Number of clipped samples so far. */
  count = 0;
  #run = 1;
  #previous = 0;

  /** Adds the next piece, `[time]`. */
  push(piece: Float32Array): void {
    let { count } = this;
    let run = this.#run;
    let previous = this.#previous;
    // By index: an iterator would allocate memory for each sample.
    const end = piece.length;
    for (let at = 0; at < end; at++) {
      const sample = piece[at] ?? 0;
      run = isFlatTop(previous, sample) ? run + 1 : 1;
      // A run is counted from its first sample once it is long enough.
      if (run >= CLIPPED_RUN) count += run === CLIPPED_RUN ? CLIPPED_RUN : 1;
      previous = sample;
    }
    this.count = count;
    this.#run = run;
    this.#previous = previous;
  }
}

function isFlatTop(one: number, other: number): boolean {
  const lower = one > 0 ? Math.min(one, other) : Math.min(-one, -other);
  if (lower < NEAR_FULL_SCALE) return false;
  return lower >= FULL_SCALE || Math.abs(one - other) <= FLAT;
}
