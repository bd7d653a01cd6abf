import { TensorProto_DataType } from 'onnx-buf';

/** Element types of the tensors in graphs of this project. */
export type ElementType = 'float32' | 'float16' | 'int8' | 'uint8' | 'int64' | 'bool';

/** The number of an element type in ONNX (`TensorProto.DataType`). */
export const ELEMENT_TYPE_NUMBERS: Readonly<Record<ElementType, TensorProto_DataType>> = {
  float32: TensorProto_DataType.FLOAT,
  float16: TensorProto_DataType.FLOAT16,
  int8: TensorProto_DataType.INT8,
  uint8: TensorProto_DataType.UINT8,
  int64: TensorProto_DataType.INT64,
  bool: TensorProto_DataType.BOOL,
};
