import { SampleQueue } from './sample-queue.js';
import { type PolyphaseKernel, polyphaseKernel } from './polyphase-kernel.js';

const EMPTY = new Float32Array(0);

/**
 * Changes the sample rate of one channel that arrives in pieces. How the channel is split does not
 * change a single bit of the joined output, as each sample is the same sum in the same order.
 */
export class Resampler {
  /** Undefined if the rates are equal. */
  readonly #kernel: PolyphaseKernel | undefined;
  /** The inputs that later outputs still need. */
  readonly #history = new SampleQueue();
  /** Number of inputs before those of the history. */
  #dropped = 0;
  /** Number of rounds of the kernel computed so far. */
  #rounds = 0;

  /**
   * @param fromRate,toRate whole numbers of hertz
   * @throws RangeError if a rate is not a whole number above 0
   */
  constructor(fromRate: number, toRate: number) {
    for (const rate of [fromRate, toRate]) {
      if (Number.isInteger(rate) && rate > 0) continue;
      throw new RangeError(`Found a sample rate of ${rate} Hz, expected a whole number above 0.`);
    }
    this.#kernel = fromRate === toRate ? undefined : polyphaseKernel(fromRate, toRate);
  }

  /**
   * Adds the next piece, `[time]`.
   *
   * @returns the outputs that no later piece can change, `[time]`; the piece itself if the rates
   *   are equal
   */
  push(piece: Float32Array): Float32Array {
    const kernel = this.#kernel;
    if (!kernel) return piece;
    const { inputStep, outputStep, tapCount, firstInputs } = kernel;
    const input = this.#append(piece);
    // The last phase of a round needs the latest input.
    const reach = (firstInputs[outputStep - 1] ?? 0) + tapCount;
    const ready = Math.floor((this.#dropped + input.length - reach) / inputStep) + 1;
    const output = this.#compute(input, Math.max(0, ready - this.#rounds) * outputStep, kernel);
    this.#keep(input, kernel);
    return output;
  }

  /**
   * Adds the last piece.
   *
   * @returns the remaining outputs, `[time]`; the whole output has
   *   `ceil(time * toRate / fromRate)` samples
   */
  finish(piece: Float32Array = EMPTY): Float32Array {
    const kernel = this.#kernel;
    if (!kernel) return piece;
    const input = this.#append(piece);
    const { inputStep, outputStep } = kernel;
    const length = Math.ceil(((this.#dropped + input.length) * outputStep) / inputStep);
    return this.#compute(input, length - this.#rounds * outputStep, kernel);
  }

  /** Returns history and piece joined. A first piece, possibly a whole hour, is not copied. */
  #append(piece: Float32Array): Float32Array {
    if (this.#history.length === 0) return piece;
    this.#history.push(piece);
    return this.#history.samples;
  }

  #compute(input: Float32Array, length: number, kernel: PolyphaseKernel): Float32Array {
    const output = new Float32Array(length);
    const offset = this.#rounds * kernel.inputStep - this.#dropped;
    for (let phase = 0; phase < Math.min(kernel.outputStep, length); phase++) {
      filterPhase(input, offset, kernel, phase, output);
    }
    this.#rounds += Math.floor(length / kernel.outputStep);
    return output;
  }

  /** Keeps the inputs that the next round needs and drops those before. */
  #keep(input: Float32Array, { inputStep, firstInputs }: PolyphaseKernel): void {
    const first = this.#rounds * inputStep + (firstInputs[0] ?? 0) - this.#dropped;
    const start = Math.min(Math.max(0, first), input.length);
    this.#dropped += start;
    if (this.#history.length > 0) this.#history.drop(start);
    else this.#history.push(input.subarray(start));
  }
}

/**
 * Computes every output of one phase. The input is zero before its start and after its end.
 *
 * @param offset index in `input` of the first round's start
 */
function filterPhase(
  input: Float32Array,
  offset: number,
  { inputStep, outputStep, tapCount, taps, firstInputs }: PolyphaseKernel,
  phase: number,
  output: Float32Array,
): void {
  const firstTap = phase * tapCount;
  let first = offset + (firstInputs[phase] ?? 0);
  for (let at = phase; at < output.length; at += outputStep, first += inputStep) {
    const start = Math.max(0, -first);
    const end = Math.min(tapCount, input.length - first);
    let sum = 0;
    for (let tap = start; tap < end; tap++) {
      sum += (taps[firstTap + tap] ?? 0) * (input[first + tap] ?? 0);
    }
    output[at] = sum;
  }
}
