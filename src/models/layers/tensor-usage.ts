import { CheckpointError } from '../../errors.js';

/** Tensors of training that a classifier never needs: masking, quantisation, counters. */
const TRAINING_ONLY = [
  /(^|\.)masked_spec_embed$/,
  /(^|\.)(quantizer|project_q|project_hid)\./,
  /(^|\.)num_batches_tracked$/,
];
/** At most this many names in one message: all tensors of a base model. */
const MAX_NAMES = 250;
/** Tensors that are measured, not trained. */
const STATISTICS = /(^|\.)running_(mean|var)$/;

/** Keeps account of which tensors of one file were taken and what was wrong with them. */
export class TensorUsage {
  /** What the tensors come from, for messages. */
  readonly origin: string;
  readonly #taken = new Map<string, number>();
  readonly #leftOut: string[] = [];
  readonly #missing: string[] = [];
  readonly #misshapen: string[] = [];

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Notes that a tensor was taken. `found` is its shape in the file, if it is there. */
  take(name: string, expected: readonly number[], found: readonly number[] | undefined): void {
    this.#taken.set(
      name,
      expected.reduce((product, size) => product * size, 1),
    );
    if (!found) this.#missing.push(`${name} [${expected.join(', ')}]`);
    else if (found.join() !== expected.join()) {
      this.#misshapen.push(`${name} is [${found.join(', ')}], expected [${expected.join(', ')}]`);
    }
  }

  /** Notes that tensors whose names begin like this are left out on purpose. */
  leaveOut(prefix: string): void {
    this.#leftOut.push(prefix);
  }

  /** The number of elements of all taken tensors, running statistics left out. */
  get parameters(): number {
    return [...this.#taken]
      .filter(([name]) => !STATISTICS.test(name))
      .reduce((total, [, size]) => total + size, 0);
  }

  /**
   * @param present every tensor of the file
   * @throws CheckpointError `checkpoint-incomplete` or `checkpoint-mismatch`, naming each tensor
   */
  check(present: Iterable<string>): void {
    const unused = [...present].filter(
      (name) =>
        !this.#taken.has(name) &&
        !this.#leftOut.some((prefix) => name.startsWith(prefix)) &&
        !TRAINING_ONLY.some((pattern) => pattern.test(name)),
    );
    if (this.#missing.length > 0) {
      const others =
        unused.length > 0
          ? ` It has ${unused.length} tensors that are not used, e.g. ${unused[0] ?? ''}.`
          : '';
      throw new CheckpointError(
        'checkpoint-incomplete',
        `${this.origin} lacks ${this.#missing.length} tensors that its settings ask for: ${joinNames(this.#missing)}.${others} Fetch the checkpoint again, or check that its settings belong to it.`,
      );
    }
    const wrong = [...this.#misshapen, ...unused.map((name) => `${name} is not used by the model`)];
    if (wrong.length > 0) {
      throw new CheckpointError(
        'checkpoint-mismatch',
        `${this.origin} does not fit its settings: ${joinNames(wrong)}. Check that the settings belong to it; leaving tensors out would give wrong answers.`,
      );
    }
  }
}

function joinNames(names: readonly string[]): string {
  const more = names.length > MAX_NAMES ? `; and ${names.length - MAX_NAMES} more` : '';
  return names.slice(0, MAX_NAMES).join('; ') + more;
}
