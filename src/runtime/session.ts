/** Where a graph is computed. */
export type Device = 'cpu' | 'cuda' | 'webgpu' | 'coreml' | 'dml';

/** Every device that a caller can ask for. `availableDevices` lists those that a machine has. */
export const DEVICES: readonly Device[] = ['cpu', 'cuda', 'webgpu', 'coreml', 'dml'];

/** A float32 tensor. */
export type Tensor = {
  /** The elements in C order. */
  readonly data: Float32Array;
  /** One size for each dimension; their product is the number of elements. */
  readonly shape: readonly number[];
};

/** An int64 tensor. Some graphs have inputs of this type; none has such an output. */
export type IntegerTensor = {
  /** The elements in C order. */
  readonly data: BigInt64Array;
  /** As in {@link Tensor}; empty for a single number. */
  readonly shape: readonly number[];
};

/** The outputs of a graph by their names. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** The inputs of a graph by their names. */
export type Feeds = Readonly<Record<string, Tensor | IntegerTensor>>;

/** The files of a graph: bytes, or where to read them (a path in Node, an address in a browser). */
export type GraphFiles = {
  /** The `.onnx` file. */
  readonly graph: Uint8Array | string;
  /** The graph's external data, which it refers to as {@link WEIGHTS_FILE}. Default: none. */
  readonly weights?: Uint8Array | string;
};

/** The name by which graphs refer to their external data. */
export const WEIGHTS_FILE = 'model.onnx.data';

/** Options of {@link OpenSession}. */
export type SessionOptions = {
  /** Default: `cpu`. */
  readonly device?: Device;
  /** Threads of one run on the processor. Default: one for each physical core; in WebAssembly, one. */
  readonly threads?: number;
  /** Whether the runtime optimises the graph before the first run, which takes time itself. Default: `all`. */
  readonly graphOptimizationLevel?: 'disabled' | 'all';
};

/**
 * Loads a graph: the port between the code that computes with graphs and the platform. `node.ts`
 * and `web.ts` have one implementation each.
 *
 * @param model the files, or only the place of the graph: external data is then read from the file
 *   {@link WEIGHTS_FILE} in the same folder, if there is one
 */
export type OpenSession = (
  model: GraphFiles | string,
  options?: SessionOptions,
) => Promise<Session>;

/** A loaded graph. */
export interface Session {
  /** The device that computes. */
  readonly device: Device;
  /** Names of the graph's inputs. */
  readonly inputs: readonly string[];
  /** Names of the graph's outputs. */
  readonly outputs: readonly string[];
  /**
   * Computes outputs of the graph. The same feeds give the same bits every time.
   *
   * @param feeds one tensor for each input
   * @param outputs the names of the outputs that are returned; default: all
   * @throws RangeError if a tensor is missing, unknown or not as long as its shape says, or the graph
   *   has no such output
   * @throws DeviceError if the runtime fails, or after `dispose`
   */
  run(feeds: Feeds, outputs?: readonly string[]): Promise<Tensors>;
  /** Frees the memory of the graph. Further calls do nothing. */
  dispose(): Promise<void>;
}
