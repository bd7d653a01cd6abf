/** Element types that a checkpoint may hold, by torch's names. */
export type DType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint8'
  | 'bool';

/** The description of a tensor, which is known without reading its values. */
export type TensorInfo = {
  /** Full name, parts joined by dots, e.g. `model.encoder.layer_norm.weight`. */
  readonly name: string;
  /** Element type in the file; {@link TensorStore.read} converts to float32. */
  readonly dtype: DType;
  /** Sizes of the dimensions; `[]` is a single number. */
  readonly shape: readonly number[];
};

/**
 * Named tensors of a checkpoint, which are read one at a time by range. There are implementations for
 * torch's files, for safetensors, and for several shards together.
 */
export interface TensorStore {
  /** Every tensor by its full name, in the file's order. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /**
   * Reads one tensor as a float32 copy in C order; floats of any width, integers and booleans are
   * converted. Only this tensor and its bytes are held in memory, never the whole file.
   *
   * @throws RangeError if there is no tensor of that name.
   * @throws CheckpointError (`checkpoint-corrupt`) if its bytes contradict the file's header.
   * @throws FileError if the file can no longer be read.
   */
  read(name: string): Promise<Float32Array>;
}

/** Bytes that one element of each {@link DType} takes in a file. */
export const ELEMENT_BYTES: Readonly<Record<DType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};
