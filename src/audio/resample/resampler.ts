import { SampleQueue } from './sample-queue.js';
import { type PolyphaseKernel, polyphaseKernel } from './polyphase-kernel.js';

const EMPTY = new Float32Array(0);

/**
 * Changes the sample rate of one channel that comes in pieces. The joined outputs are bit for bit
 * the same however the channel is cut, because each output is the same sum in the same order.
 */
export class Resampler {
  /** Undefined where the rates are equal. */
  readonly #kernel: PolyphaseKernel | undefined;
  /** Inputs that later outputs need, too. */
  readonly #history = new SampleQueue();
  /** Inputs before those of the history. */
  #passed = 0;
  /** Rounds of the kernel that are computed. */
  #rounds = 0;

  /**
   * @param fromRate,toRate whole numbers of hertz
   * @throws RangeError for rates that are not whole numbers above 0
   */
  constructor(fromRate: number, toRate: number) {
    for (const rate of [fromRate, toRate]) {
      if (Number.isInteger(rate) && rate > 0) continue;
      throw new RangeError(`Found a sample rate of ${rate} Hz, expected a whole number above 0.`);
    }
    this.#kernel = fromRate === toRate ? undefined : polyphaseKernel(fromRate, toRate);
  }

  /**
   * Takes the next piece, `[time]`.
   *
   * @returns the outputs that no later piece can change, `[time]`; the piece itself where the rates
   *   are equal
   */
  push(piece: Float32Array): Float32Array {
    const kernel = this.#kernel;
    if (!kernel) return piece;
    const { inputStep, outputStep, tapCount, firstInputs } = kernel;
    const input = this.#append(piece);
    // The last phase of a round looks furthest ahead.
    const reach = (firstInputs[outputStep - 1] ?? 0) + tapCount;
    const ready = Math.floor((this.#passed + input.length - reach) / inputStep) + 1;
    const output = this.#compute(input, Math.max(0, ready - this.#rounds) * outputStep, kernel);
    this.#keep(input, kernel);
    return output;
  }

  /**
   * Takes the last piece.
   *
   * @returns the outputs that are left, `[time]`; all together there are
   *   `ceil(time * toRate / fromRate)`
   */
  finish(piece: Float32Array = EMPTY): Float32Array {
    const kernel = this.#kernel;
    if (!kernel) return piece;
    const input = this.#append(piece);
    const { inputStep, outputStep } = kernel;
    const length = Math.ceil(((this.#passed + input.length) * outputStep) / inputStep);
    return this.#compute(input, length - this.#rounds * outputStep, kernel);
  }

  /** The history and the piece behind it; a first piece, which may be a whole hour, is not copied. */
  #append(piece: Float32Array): Float32Array {
    if (this.#history.length === 0) return piece;
    this.#history.push(piece);
    return this.#history.samples;
  }

  #compute(input: Float32Array, length: number, kernel: PolyphaseKernel): Float32Array {
    const output = new Float32Array(length);
    const offset = this.#rounds * kernel.inputStep - this.#passed;
    for (let phase = 0; phase < Math.min(kernel.outputStep, length); phase++) {
      filterPhase(input, offset, kernel, phase, output);
    }
    this.#rounds += Math.floor(length / kernel.outputStep);
    return output;
  }

  /** Drops the inputs before those that the next round needs. */
  #keep(input: Float32Array, { inputStep, firstInputs }: PolyphaseKernel): void {
    const first = this.#rounds * inputStep + (firstInputs[0] ?? 0) - this.#passed;
    const start = Math.min(Math.max(0, first), input.length);
    this.#passed += start;
    if (this.#history.length > 0) this.#history.drop(start);
    else this.#history.push(input.subarray(start));
  }
}

/**
 * Computes every output of one phase; beyond its ends the input counts as silence.
 *
 * @param offset index in `input` at which the first round starts
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
