/** One sample alone may touch full scale; three in a row were cut off. */
const CLIPPED_RUN = 3;

/** Beyond this a sample is at full scale; a flat top counts a little further below. */
const FULL_SCALE = 0.9999;
const NEAR_FULL_SCALE = 0.98;

/** Two steps of 16 bits: what is called flat. */
const FLAT = 2 ** -14;

/** Counts the samples of one channel that stand in a flat run at or near full scale. */
export class Clipping {
  /** Samples in such runs so far. */
  count = 0;
  #run = 1;
  #before = 0;

  /** Takes the next piece, `[time]`. */
  push(piece: Float32Array): void {
    let { count } = this;
    let run = this.#run;
    let before = this.#before;
    for (const sample of piece) {
      run = isFlatTop(before, sample) ? run + 1 : 1;
      // The run is counted whole as soon as it is long enough.
      if (run >= CLIPPED_RUN) count += run === CLIPPED_RUN ? CLIPPED_RUN : 1;
      before = sample;
    }
    this.count = count;
    this.#run = run;
    this.#before = before;
  }
}

function isFlatTop(one: number, other: number): boolean {
  const lower = one > 0 ? Math.min(one, other) : Math.min(-one, -other);
  if (lower < NEAR_FULL_SCALE) return false;
  return lower >= FULL_SCALE || Math.abs(one - other) <= FLAT;
}
