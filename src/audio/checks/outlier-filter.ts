import { joinSamples } from '../join-samples.js';

/** Larger than every scale in use; 2^31 is that of 32-bit whole numbers written as floats. */
const MAX_MAGNITUDE = 2 ** 32;

/** 18 dB above full scale: recordings that are only scaled wrongly go beyond it, too. */
const SUSPECT_FROM = 8;

/** Samples before and after a suspect one that it is compared with. */
const REACH = 32;

/** A suspect sample that more of its neighbours come near to is a part of a sound. */
const MAX_LOUD_NEIGHBOURS = 4;

/** Neighbours that are this much lower are not near. */
const NEAR_SHARE = 1 / 8;

/**
 * Replaces samples of one channel that no recorder wrote by silence: those that are no numbers, and
 * single ones far beyond everything around them. The result is the same however the channel is cut;
 * it comes `REACH` samples late.
 */
export class OutlierFilter {
  /** Samples that were replaced so far. */
  replaced = 0;
  /** The last samples as they came: neighbours of later ones, and those that wait. */
  #tail: Float32Array = new Float32Array(0);
  #waiting = 0;

  /** Filters the next piece, `[time]`, in a copy. */
  push(piece: Float32Array): Float32Array {
    return this.#filter(piece, REACH);
  }

  /** The samples that are left, `[time]`. */
  finish(): Float32Array {
    return this.#filter(new Float32Array(0), 0);
  }

  #filter(piece: Float32Array, lookahead: number): Float32Array {
    const samples = joinSamples([this.#tail, piece]);
    const start = this.#tail.length - this.#waiting;
    const end = Math.max(start, samples.length - lookahead);
    const filtered = samples.slice(start, end);
    for (let at = start; at < end; at++) {
      if (Math.abs(samples[at] ?? 0) <= SUSPECT_FROM || isUsable(samples, at)) continue;
      filtered[at - start] = 0;
      this.replaced++;
    }
    this.#tail = samples.slice(Math.max(0, end - REACH));
    this.#waiting = samples.length - end;
    return filtered;
  }
}

function isUsable(samples: Float32Array, at: number): boolean {
  const magnitude = Math.abs(samples[at] ?? 0);
  if (!(magnitude <= MAX_MAGNITUDE)) return false;
  let loud = -1;
  for (const neighbour of samples.subarray(Math.max(0, at - REACH), at + REACH + 1)) {
    if (Math.abs(neighbour) >= magnitude * NEAR_SHARE) loud++;
  }
  return loud > MAX_LOUD_NEIGHBOURS;
}
