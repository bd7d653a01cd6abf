import { joinSamples } from '../join-samples.js';

/** Larger than every scale in use; 32-bit integers written as floats reach 2^31. */
const MAX_MAGNITUDE = 2 ** 32;

/** 18 dB above full scale. Whole recordings with a wrong scale also exceed it. */
const SUSPECT_ABOVE = 8;

/** A suspect sample is compared with this many samples before it and after it. */
const NEIGHBOURS = 32;

/** A suspect sample with more loud neighbours than this is part of a sound. */
const MAX_LOUD_NEIGHBOURS = 4;

/** A neighbour is loud if it has at least this share of the suspect sample's magnitude. */
const LOUD_SHARE = 1 / 8;

/**
 * Replaces impossible samples of one channel by silence: those that are not finite numbers, and
 * isolated samples far louder than their neighbours. The result does not depend on how the channel
 * is split into pieces. The output lags the input by `NEIGHBOURS` samples.
 */
export class OutlierFilter {
  /** Number of samples replaced so far. */
  replaced = 0;
  /** The last unfiltered samples: the neighbours of later ones, then those not returned yet. */
  #tail: Float32Array = new Float32Array(0);
  #pending = 0;

  /** Adds the next piece, `[time]`, and returns filtered copies of the samples that are ready. */
  push(piece: Float32Array): Float32Array {
    return this.#filter(piece, NEIGHBOURS);
  }

  /** Returns the remaining samples, `[time]`. */
  finish(): Float32Array {
    return this.#filter(new Float32Array(0), 0);
  }

  #filter(piece: Float32Array, lookahead: number): Float32Array {
    const samples = joinSamples([this.#tail, piece]);
    const start = this.#tail.length - this.#pending;
    const end = Math.max(start, samples.length - lookahead);
    const filtered = samples.slice(start, end);
    for (let at = start; at < end; at++) {
      if (Math.abs(samples[at] ?? 0) <= SUSPECT_ABOVE || isUsable(samples, at)) continue;
      filtered[at - start] = 0;
      this.replaced++;
    }
    this.#tail = samples.slice(Math.max(0, end - NEIGHBOURS));
    this.#pending = samples.length - end;
    return filtered;
  }
}

function isUsable(samples: Float32Array, at: number): boolean {
  const magnitude = Math.abs(samples[at] ?? 0);
  if (!(magnitude <= MAX_MAGNITUDE)) return false;
  let loud = -1;
  for (const neighbour of samples.subarray(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1)) {
    if (Math.abs(neighbour) >= magnitude * LOUD_SHARE) loud++;
  }
  return loud > MAX_LOUD_NEIGHBOURS;
}
