/** Where a graph is computed. */
export type Device = 'cpu' | 'cuda' | 'webgpu' | 'coreml' | 'dml';

/** Every device that can be asked for; which of them a machine has is another question. */
export const DEVICES: readonly Device[] = ['cpu', 'cuda', 'webgpu', 'coreml', 'dml'];

/** A float32 tensor. */
export type Tensor = {
  /** The elements in C order. */
  readonly data: Float32Array;
  /** One size for each dimension; their product is the number of elements. */
  readonly shape: readonly number[];
};

/** An int64 tensor; graphs take some, ours answer none. */
export type IntegerTensor = {
  /** The elements in C order. */
  readonly data: BigInt64Array;
  /** As of {@link Tensor}; empty for a single number. */
  readonly shape: readonly number[];
};

/** What a graph answers, by the names of its outputs. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** What a graph is fed, by the names of its inputs. */
export type Feeds = Readonly<Record<string, Tensor | IntegerTensor>>;

/** Options of `openSession`. */
export type SessionOptions = {
  /** Default `cpu`. */
  readonly device?: Device;
  /** Threads of one run on the processor. Default: one for each physical core. */
  readonly threads?: number;
  /** Whether the runtime rewrites the graph before the first run, which takes time of its own. Default: `all`. */
  readonly graphOptimizationLevel?: 'disabled' | 'all';
};

/** A graph that is loaded and ready to be computed; node and web have one implementation each. */
export interface Session {
  /** The device that computes. */
  readonly device: Device;
  /** Names of the graph's inputs. */
  readonly inputs: readonly string[];
  /** Names of the graph's outputs. */
  readonly outputs: readonly string[];
  /**
   * Computes all outputs. The same feeds give the same bits every time.
   *
   * @param feeds one tensor for each input
   * @throws RangeError when a tensor is missing, unknown or not as long as its shape says
   * @throws DeviceError when the runtime fails, or after `dispose`
   */
  run(feeds: Feeds): Promise<Tensors>;
  /** Frees the memory of the graph; calling it again does nothing. */
  dispose(): Promise<void>;
}
