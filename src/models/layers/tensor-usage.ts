import { CheckpointError } from '../../errors.js';

/** Tensors that only training uses: masking, quantisation, counters. */
const TRAINING_ONLY = [
  /(^|\.)masked_spec_embed$/,
  /(^|\.)(quantizer|project_q|project_hid)\./,
  /(^|\.)num_batches_tracked$/,
];
/** Low-rank adapters (LoRA) beside the weights that they change, by the names of loralib and PEFT. */
const ADAPTER = /(^|\.)lora_(A|B|embedding_A|embedding_B|magnitude_vector)(\.|$)/;
/** Most names in one message: enough for all tensors of a base model. */
const MAX_NAMES = 250;
/** Tensors that training measures, and that do not count as parameters. */
const STATISTICS = /(^|\.)running_(mean|var)$/;

/** How the tensors of a file and those of a graph fit together. */
export type TensorMapping = {
  /** How many tensors the graph takes from the file. */
  readonly used: number;
  /** Names and shapes of tensors that the file lacks. */
  readonly missing: readonly string[];
  /** Names and shapes of tensors of another shape. */
  readonly misshapen: readonly string[];
  /** Names of tensors of the file that the graph does not take. */
  readonly unused: readonly string[];
};

/** Records which tensors of one file a graph uses, and which are missing or of another shape. */
export class TensorUsage {
  /** What the tensors come from, for messages. */
  readonly origin: string;
  readonly #used = new Map<string, number>();
  readonly #leftOut: string[] = [];
  readonly #missing: string[] = [];
  readonly #misshapen: string[] = [];

  constructor(origin: string) {
    this.origin = origin;
  }

  /**
   * Records that a tensor is used.
   *
   * @param found its shape in the file; undefined if the file lacks it
   */
  take(name: string, expected: readonly number[], found: readonly number[] | undefined): void {
    this.#used.set(
      name,
      expected.reduce((product, size) => product * size, 1),
    );
    if (!found) this.#missing.push(`${name} [${expected.join(', ')}]`);
    else if (found.join() !== expected.join()) {
      this.#misshapen.push(`${name} is [${found.join(', ')}], expected [${expected.join(', ')}]`);
    }
  }

  /** Records that the tensors whose names begin with a prefix are left out on purpose. */
  leaveOut(prefix: string): void {
    this.#leftOut.push(prefix);
  }

  /** The number of elements of all used tensors, without running statistics. */
  get parameters(): number {
    return [...this.#used]
      .filter(([name]) => !STATISTICS.test(name))
      .reduce((total, [, size]) => total + size, 0);
  }

  /** @param present every tensor of the file */
  mapping(present: Iterable<string>): TensorMapping {
    const [missing, misshapen] = [[...this.#missing], [...this.#misshapen]];
    const used = this.#used.size - missing.length - misshapen.length;
    return { used, missing, misshapen, unused: this.#unusedOf(present) };
  }

  #unusedOf(present: Iterable<string>): string[] {
    return [...present].filter(
      (name) =>
        !this.#used.has(name) &&
        !this.#leftOut.some((prefix) => name.startsWith(prefix)) &&
        !TRAINING_ONLY.some((pattern) => pattern.test(name)),
    );
  }

  /**
   * @param present every tensor of the file
   * @throws CheckpointError `checkpoint-incomplete` or `checkpoint-mismatch`, naming each tensor
   */
  check(present: Iterable<string>): void {
    const unused = this.#unusedOf(present);
    if (this.#missing.length > 0) {
      const others =
        unused.length > 0
          ? ` It has ${unused.length} tensors that are not used, e.g. ${unused[0] ?? ''}.`
          : '';
      throw new CheckpointError(
        'checkpoint-incomplete',
        `${this.origin} lacks ${this.#missing.length} tensors that its settings require: ${joinNames(this.#missing)}.${others} Download the checkpoint again, or check that its settings belong to it.`,
      );
    }
    const adapter = unused.find((name) => ADAPTER.test(name));
    if (adapter !== undefined) throw unmergedAdapter(this.origin, adapter);
    const wrong = [...this.#misshapen, ...unused.map((name) => `${name} is not used by the model`)];
    if (wrong.length > 0) {
      throw new CheckpointError(
        'checkpoint-mismatch',
        `${this.origin} does not fit its settings: ${joinNames(wrong)}. Check that the settings belong to it; leaving tensors out would give wrong results.`,
      );
    }
  }
}

/** The scale of an adapter is in no tensor, so that it cannot be added to its weights here. */
function unmergedAdapter(origin: string, name: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `${origin} has low-rank adapters (LoRA) beside its weights, e.g. ${name}, and their scale is in no tensor. Merge them in the library that trained them (PEFT: model.merge_and_unload()) and save the model again.`,
  );
}

function joinNames(names: readonly string[]): string {
  const more = names.length > MAX_NAMES ? `; and ${names.length - MAX_NAMES} more` : '';
  return names.slice(0, MAX_NAMES).join('; ') + more;
}
