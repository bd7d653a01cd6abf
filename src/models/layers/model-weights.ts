import type { TensorStore } from '../../checkpoint/index.js';
import { TensorLedger } from './tensor-usage.js';

/** A tensor of a checkpoint that a graph takes, read only when the model is written. */
export type LazyTensor = {
  readonly shape: readonly number[];
  /** Reads the elements in C order. */
  readonly load: () => Promise<Float32Array>;
};

/**
 * The tensors of a checkpoint seen from a prefix. Taking a tensor never fails at once: what is
 * missing, of another shape or left over is kept and said in one error by {@link Weights.check}.
 */
export class Weights {
  readonly #store: TensorStore;
  readonly #prefix: string;
  readonly #ledger: TensorLedger;

  /** @param origin what the tensors come from, for messages, e.g. `wav2vec2.ckpt` */
  constructor(store: TensorStore, origin: string, prefix = '', ledger = new TensorLedger(origin)) {
    this.#store = store;
    this.#prefix = prefix;
    this.#ledger = ledger;
  }

  /** The tensors below a name: `weights.at('encoder').take('x')` takes `encoder.x`. */
  at(name: string): Weights {
    const { origin } = this.#ledger;
    return new Weights(this.#store, origin, `${this.#prefix}${name}.`, this.#ledger);
  }

  /** Whether there is a tensor of this name. */
  has(name: string): boolean {
    return this.#store.tensors.has(this.#prefix + name);
  }

  /** Takes the tensor of this name, which must have this shape. */
  take(name: string, shape: readonly number[]): LazyTensor {
    const full = this.#prefix + name;
    this.#ledger.take(full, shape, this.#store.tensors.get(full)?.shape);
    return { shape, load: () => this.#store.read(full) };
  }

  /** Leaves out the tensors below a name: {@link check} does not miss them in the graph. */
  leaveOut(name: string): void {
    this.#ledger.leaveOut(`${this.#prefix}${name}.`);
  }

  /** The number of elements of all tensors taken so far, running statistics left out. */
  get parameters(): number {
    return this.#ledger.parameters;
  }

  /**
   * Says what was missing, of another shape, or not used at all.
   *
   * @throws CheckpointError `checkpoint-incomplete` or `checkpoint-mismatch`, naming each tensor
   */
  check(): void {
    this.#ledger.check(this.#store.tensors.keys());
  }
}

/**
 * Finds what stands before the names of a module in a store, e.g. `model.wav2vec2.`.
 *
 * @param known a tensor that the module has for certain, e.g. `encoder.layer_norm.weight`
 * @param segments names that may stand before it
 * @returns an empty text if the tensor is not found: then {@link Weights.check} names it
 */
export function findPrefix(store: TensorStore, known: string, segments: readonly string[]): string {
  for (const name of store.tensors.keys()) {
    if (name !== known && !name.endsWith(`.${known}`)) continue;
    const before = name.slice(0, name.length - known.length);
    const parts = before.split('.').slice(0, -1);
    if (parts.every((part) => segments.includes(part))) return before;
  }
  return '';
}
