import type { TensorStore } from '../../checkpoint/index.js';
import { type TensorMapping, TensorUsage } from './tensor-usage.js';

/** A tensor of a checkpoint that a graph takes; it is read only when the graph is stored. */
export type LazyTensor = {
  readonly shape: readonly number[];
  /** Reads the elements in C order. */
  readonly load: () => Promise<Float32Array>;
};

/**
 * Names that wrappers put before those of a module: training scripts (`state_dict`,
 * `model_state_dict`), torch's `DataParallel` (`module`) and `torch.compile` (`_orig_mod`), the
 * attribute under which Lightning and SpeechBrain modules keep their network (`model`, `net`, `network`),
 * and the attribute under which published classifiers keep their encoder.
 */
const WRAPPERS = [
  ...['state_dict', 'model_state_dict', 'module', '_orig_mod'],
  ...['model', 'net', 'network'],
  ...['ssl_model', 'backbone_model', 'd2v_model'],
];

/**
 * The tensors of a checkpoint whose names begin with a prefix. Taking a tensor never fails at once:
 * {@link Weights.check} reports in one error what is missing, of another shape or left over.
 */
export class Weights {
  readonly #store: TensorStore;
  readonly #prefix: string;
  readonly #usage: TensorUsage;

  /** @param origin what the tensors come from, for messages, e.g. `wav2vec2.ckpt` */
  constructor(store: TensorStore, origin: string, prefix = '', usage = new TensorUsage(origin)) {
    this.#store = store;
    this.#prefix = prefix;
    this.#usage = usage;
  }

  /** The tensors of a child module: `weights.child('encoder').take('x')` takes `encoder.x`. */
  child(name: string): Weights {
    return this.#withPrefix(`${this.#prefix}${name}.`);
  }

  /**
   * The same module behind the names that wrappers put before its own, e.g. `module.` or
   * `model._orig_mod.`. What does not belong to the module is still reported by {@link check}.
   *
   * @param known a tensor that the module has for certain
   * @param names further names that may stand before the module's own, e.g. `wav2vec2`
   * @returns the weights themselves if the tensor is not found; {@link check} then reports it
   */
  unwrap(known: string, ...names: readonly string[]): Weights {
    const wrappers = [...WRAPPERS, ...names];
    for (const name of this.#store.tensors.keys()) {
      if (name !== known && !name.endsWith(`.${known}`)) continue;
      const before = name.slice(0, name.length - known.length);
      const own = before.split('.').filter((part) => !wrappers.includes(part));
      if (own.join('.') === this.#prefix) return this.#withPrefix(before);
    }
    return this;
  }

  /** Whether there is a tensor of this name. */
  has(name: string): boolean {
    return this.shapeOf(name) !== undefined;
  }

  /** The shape of the tensor of this name, if there is one. */
  shapeOf(name: string): readonly number[] | undefined {
    return this.#store.tensors.get(this.#prefix + name)?.shape;
  }

  /** Takes the tensor of this name, which must have this shape. */
  take(name: string, shape: readonly number[]): LazyTensor {
    const full = this.#prefix + name;
    this.#usage.take(full, shape, this.shapeOf(name));
    return { shape, load: () => this.#store.read(full) };
  }

  /** Excludes the tensors of a child module: {@link check} does not report them as left over. */
  leaveOut(name: string): void {
    this.#usage.leaveOut(`${this.#prefix}${name}.`);
  }

  /** The number of elements of all tensors taken so far, without running statistics. */
  get parameters(): number {
    return this.#usage.parameters;
  }

  /** How the tensors of the file fit those that were taken. */
  mapping(): TensorMapping {
    return this.#usage.mapping(this.#store.tensors.keys());
  }

  /**
   * Reports what is missing, of another shape, or not used at all.
   *
   * @throws CheckpointError `checkpoint-incomplete` or `checkpoint-mismatch`, naming each tensor
   */
  check(): void {
    this.#usage.check(this.#store.tensors.keys());
  }

  #withPrefix(prefix: string): Weights {
    return new Weights(this.#store, this.#usage.origin, prefix, this.#usage);
  }
}
